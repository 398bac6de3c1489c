/// Reads a patch piece by piece: counts all of it, and keeps what a page shows of each file.
struct PatchReader: Sendable {
    /// Lines that are shown at most, and bytes of them.
    static let most = Room(lines: 4000, bytes: 384 << 10)
    /// Files that are shown at most.
    static let mostFiles = 300
    /// Characters of a line that are shown at most.
    static let longestLine = 2000
    /// Bytes of a patch that are read.
    static let mostBytes = 64 << 20

    /// Lines, and bytes of them.
    struct Room: Sendable, Hashable {
        var lines: Int
        var bytes: Int
    }

    private(set) var files: [PatchFile] = []
    /// Files of the whole patch, and lines that they add and remove.
    private(set) var fileCount = 0
    private(set) var added = 0
    private(set) var removed = 0
    /// Whether there is more than is shown.
    private(set) var isCut = false
    /// Whether so much was read that the rest is not counted.
    var isFull: Bool { bytesRead >= Self.mostBytes }

    private var bytesRead = 0
    /// The file that is read; it counts where it is not shown.
    private var current: PatchFile?
    private var isInHeader = false
    /// What kind the last line of a hunk was, while no other header came.
    private var last: PatchFile.Kind?
    private var room = Self.most
    /// What the current file may still have of it: a quarter of what the files before it left, so that no file takes
    /// all of it.
    private var roomOfFile = Room(lines: 0, bytes: 0)
    /// Lines of the hunk that are still to come, of the old file and of the new one: only these can be content, so that
    /// a removed line `-- a` is no header.
    private var left = (old: 0, new: 0)
    /// The beginning of a line whose end is not there yet.
    private var line: [UInt8] = []

    private static let newline = UInt8(ascii: "\n")
    /// Two quoted names of the longest path, and the words before them.
    private static let longestHeader = 40_000

    init() {}

    /// - Parameter text: what `git diff` wrote, whole or cut; anything else is no file.
    init(_ text: String) {
        read(Array(text.utf8))
        finish()
    }

    /// Reads the next bytes.
    mutating func read(_ piece: [UInt8]) {
        bytesRead += piece.count
        var rest = piece[...]
        while let end = rest.firstIndex(of: Self.newline) {
            if line.isEmpty {
                take(rest[..<end])
            } else {
                append(rest[..<end])
                take(line[...])
                line.removeAll(keepingCapacity: true)
            }
            rest = rest[(end + 1)...]
        }
        append(rest)
    }

    /// Ends the last line and the last file.
    mutating func finish() {
        if !line.isEmpty { take(line[...]) }
        line = []
        endFile()
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>) {
        line += bytes.prefix(Self.longestHeader - line.count)
    }

    private mutating func take(_ line: ArraySlice<UInt8>) {
        if left.old > 0 || left.new > 0 { return takeContent(line) }
        if line.starts(with: "diff --git ".utf8) {
            endFile()
            begin(GitPath.newer(of: line.dropFirst(11)))
        } else if current == nil {
            return
        } else if line.starts(with: "@@ ".utf8), let counts = Self.counts(line) {
            left = counts
            isInHeader = false
            keep(.hunk, line)
        } else if line.first == UInt8(ascii: "\\"), last != nil {
            note(line)
        } else if isInHeader {
            takeHeader(line)
        }
    }

    private mutating func begin(_ name: String) {
        fileCount += 1
        current = PatchFile(name: name)
        isInHeader = true
        last = nil
        let mayShow = files.count < Self.mostFiles
        roomOfFile = mayShow ? Room(lines: room.lines / 4, bytes: room.bytes / 4) : Room(lines: 0, bytes: 0)
    }

    private mutating func endFile() {
        left = (0, 0)
        guard let file = current else { return }
        current = nil
        added += file.added
        removed += file.removed
        guard files.count < Self.mostFiles else {
            isCut = true
            return
        }
        if file.isCut { isCut = true }
        files.append(file)
    }

    private mutating func takeHeader(_ line: ArraySlice<UInt8>) {
        func rest(after words: String) -> ArraySlice<UInt8>? {
            line.starts(with: words.utf8) ? line.dropFirst(words.utf8.count) : nil
        }
        func text(after words: String) -> String? { rest(after: words).map { String(decoding: $0, as: UTF8.self) } }
        if let path = rest(after: "--- ") ?? rest(after: "+++ ") {
            if !path.elementsEqual("/dev/null".utf8) { current?.name = GitPath.inTree(path) }
        } else if let mode = text(after: "old mode ") {
            current?.oldMode = mode
        } else if let mode = text(after: "new mode ") {
            current?.newMode = mode
        } else if let mode = text(after: "new file mode ") {
            current?.newMode = mode
            current?.change = .created
        } else if let mode = text(after: "deleted file mode ") {
            current?.oldMode = mode
            current?.change = .deleted
        } else if let path = rest(after: "rename from ") {
            current?.change = .renamed(from: GitPath.decode(path))
        } else if let path = rest(after: "copy from ") {
            current?.change = .copied(from: GitPath.decode(path))
        } else if let path = rest(after: "rename to ") ?? rest(after: "copy to ") {
            current?.name = GitPath.decode(path)
        } else if let index = text(after: "index ") {
            let words = index.split(separator: " ")
            if words.count == 2 { current?.newMode = String(words[1]) }
        } else if rest(after: "GIT binary patch") != nil || rest(after: "Binary files ") != nil {
            current?.isBinary = true
        }
    }

    private mutating func takeContent(_ line: ArraySlice<UInt8>) {
        switch line.first {
        case UInt8(ascii: "+"):
            left.new -= 1
            current?.added += 1
            keep(.added, line.dropFirst())
        case UInt8(ascii: "-"):
            left.old -= 1
            current?.removed += 1
            keep(.removed, line.dropFirst())
        case UInt8(ascii: "\\"): note(line)
        case UInt8(ascii: " "), nil:
            left = (left.old - 1, left.new - 1)
            keep(.context, line.dropFirst())
        default:
            // The hunk is shorter than it says.
            left = (0, 0)
            take(line)
        }
    }

    /// That the line before has no end.
    private mutating func note(_ line: ArraySlice<UInt8>) {
        if last == .added || last == .context { current?.lacksNewline = true }
        keep(.note, line)
    }

    private mutating func keep(_ kind: PatchFile.Kind, _ bytes: ArraySlice<UInt8>) {
        last = kind
        guard roomOfFile.lines > 0, roomOfFile.bytes > 0 else {
            current?.isCut = true
            return
        }
        // A character has four bytes at most.
        let start = String(decoding: bytes.prefix(Self.longestLine * 4), as: UTF8.self).unicodeScalars
        let isLong = start.count > Self.longestLine || bytes.count > Self.longestLine * 4
        let text = isLong ? String(String.UnicodeScalarView(start.prefix(Self.longestLine))) + "…" : String(start)
        current?.lines.append(PatchFile.Line(kind: kind, text: text))
        for place in [\PatchReader.room, \.roomOfFile] {
            self[keyPath: place].lines -= 1
            self[keyPath: place].bytes -= text.utf8.count
        }
    }

    /// The numbers of lines in `@@ -1,2 +3,4 @@`.
    private static func counts(_ line: ArraySlice<UInt8>) -> (old: Int, new: Int)? {
        let parts = String(decoding: line.prefix(128), as: UTF8.self).split(separator: " ")
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
}
