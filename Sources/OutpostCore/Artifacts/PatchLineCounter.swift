/// Counts the lines that a patch adds and removes, as `git apply --numstat` does.
package struct PatchLineCounter: Sendable, Hashable {
    /// Lines that the patch adds.
    package private(set) var added = 0
    /// Lines that it removes.
    package private(set) var removed = 0

    /// Lines of the hunk that are still to come, in the old file and in the new one.
    private var old = 0
    private var new = 0
    /// The beginning of the line that is being read.
    private var line: [UInt8] = []

    private static let longestHeader = 128

    package init() {}

    /// What was counted before.
    package init(added: Int, removed: Int) {
        self.added = added
        self.removed = removed
    }

    /// Reads the next bytes; the last line ends with a newline.
    package mutating func read(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                end()
                line.removeAll(keepingCapacity: true)
            } else if line.count < Self.longestHeader {
                line.append(byte)
            }
        }
    }

    private mutating func end() {
        guard old > 0 || new > 0 else { return begin() }
        switch line.first {
        case UInt8(ascii: "+"):
            added += 1
            new = max(0, new - 1)
        case UInt8(ascii: "-"):
            removed += 1
            old = max(0, old - 1)
        case UInt8(ascii: "\\"): break
        default:
            (old, new) = (max(0, old - 1), max(0, new - 1))
        }
    }

    /// `@@ -first,count +first,count @@`, where a count of one may be left out; nobody vouches for the numbers.
    private mutating func begin() {
        guard line.starts(with: Array("@@ -".utf8)) else { return }
        let words = String(decoding: line, as: UTF8.self).split(separator: " ")
        guard words.count >= 3 else { return }
        (old, new) = (Self.count(words[1]), Self.count(words[2]))
    }

    private static func count(_ range: Substring) -> Int {
        let parts = range.split(separator: ",")
        guard parts.count == 2 else { return 1 }
        return max(0, Int(parts[1]) ?? 0)
    }
}
