internal import Foundation

/// The part of a patch that a page shows, file by file.
struct PatchReader {
    /// What one line is.
    enum Kind: String, Sendable {
        case added, removed, context, hunk
    }

    struct Line: Sendable, Hashable {
        let kind: Kind
        let text: String
    }

    struct File: Sendable, Hashable {
        var name: String
        var added = 0
        var removed = 0
        var isBinary = false
        var lines: [Line] = []
        /// Whether lines are left out.
        var isCut = false
    }

    /// Lines that are shown at most; the counts go on beyond them.
    static let mostLines = 4000
    /// Files that are shown at most.
    static let mostFiles = 300
    /// Characters of a line that are shown at most.
    static let longestLine = 2000

    private(set) var files: [File] = []
    /// Whether there is more than is shown.
    private(set) var isCut = false
    private var shownLines = 0
    /// Lines of the hunk that are still to come, of the old file and of the new one: only these can be content, so that
    /// a removed line `-- a` is no header.
    private var left = (old: 0, new: 0)

    /// - Parameter text: what `git diff` wrote, whole or cut; anything else is no file.
    init(_ text: String) {
        // Bytes, because `\r\n` is one character.
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            read(String(Substring(line)))
            guard files.count <= Self.mostFiles else {
                files.removeLast()
                isCut = true
                break
            }
        }
    }

    private mutating func read(_ line: String) {
        if left.old > 0 || left.new > 0 { return readContent(line) }
        if line.hasPrefix("diff --git ") {
            files.append(File(name: Self.name(inHeader: line)))
        } else if files.isEmpty {
            return
        } else if line.hasPrefix("@@ "), let counts = Self.counts(line) {
            left = counts
            keep(.hunk, line)
        } else if line.hasPrefix("+++ "), !line.hasPrefix("+++ /dev/null") {
            files[files.count - 1].name = Self.path(line.dropFirst(4))
        } else if line.hasPrefix("rename to ") {
            files[files.count - 1].name = String(line.dropFirst(10))
        } else if line.hasPrefix("GIT binary patch") || line.hasPrefix("Binary files ") {
            files[files.count - 1].isBinary = true
        }
    }

    private mutating func readContent(_ line: String) {
        switch line.utf8.first {
        case UInt8(ascii: "+"):
            left.new -= 1
            files[files.count - 1].added += 1
            keep(.added, Self.content(line))
        case UInt8(ascii: "-"):
            left.old -= 1
            files[files.count - 1].removed += 1
            keep(.removed, Self.content(line))
        case UInt8(ascii: "\\"): keep(.hunk, line)
        case UInt8(ascii: " "), nil:
            left = (left.old - 1, left.new - 1)
            keep(.context, Self.content(line))
        default:
            // The hunk is shorter than it says.
            left = (0, 0)
            read(line)
        }
    }

    private mutating func keep(_ kind: Kind, _ text: String) {
        guard shownLines < Self.mostLines else {
            files[files.count - 1].isCut = true
            isCut = true
            return
        }
        shownLines += 1
        let shown =
            text.unicodeScalars.count > Self.longestLine
            ? String(String.UnicodeScalarView(text.unicodeScalars.prefix(Self.longestLine))) + "…" : text
        files[files.count - 1].lines.append(Line(kind: kind, text: shown))
    }

    /// A line without its sign; by scalars, because a mark after the sign is one character with it.
    private static func content(_ line: String) -> String { String(line.unicodeScalars.dropFirst()) }

    /// The numbers of lines in `@@ -1,2 +3,4 @@`.
    private static func counts(_ line: String) -> (old: Int, new: Int)? {
        let parts = line.split(separator: " ")
        guard parts.count >= 4, parts[1].hasPrefix("-"), parts[2].hasPrefix("+"), parts[3].hasPrefix("@@") else {
            return nil
        }
        let counts = parts[1...2].map { part in
            let numbers = part.dropFirst().split(separator: ",")
            return numbers.count == 2 ? Int(numbers[1]) : 1
        }
        guard let old = counts[0], let new = counts[1], old >= 0, new >= 0 else { return nil }
        return (old, new)
    }

    private static func name(inHeader line: String) -> String {
        guard let range = line.range(of: " b/", options: .backwards) else { return String(line.dropFirst(11)) }
        return String(line[range.upperBound...])
    }

    private static func path(_ text: Substring) -> String {
        let name = text.hasPrefix("b/") ? text.dropFirst(2) : text
        return String(name.hasSuffix("\t") ? name.dropLast() : name)
    }
}
