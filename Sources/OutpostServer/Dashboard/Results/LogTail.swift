internal import OutpostCore

/// The end of a dispatch's log.
struct LogTail {
    private(set) var entries: [LogEntry] = []
    /// Where the log goes on.
    private(set) var cursor = LogCursor.start
    /// Whether lines before these, or after them, are not here.
    private(set) var isCut = false

    /// Lines that are kept, and bytes of them.
    static let most = 500
    static let mostBytes = 256 << 10
    /// Characters of a line that are shown, and count.
    static let mostOfLine = 4000
    private static let pageSize = 1000
    /// Pages that are read at most: positions are only known from the beginning on.
    private static let mostPages = 64

    init(of id: DispatchID, tenant: String, from service: any DispatchService) async throws {
        for _ in 0..<Self.mostPages {
            let page = try await service.log(id, tenant: tenant, from: cursor.position, limit: Self.pageSize)
            guard let last = page.entries.last else { return }
            entries += page.entries
            cursor = LogCursor(position: page.next, sequence: last.sequence)
            trim()
        }
        isCut = true
    }

    /// A line as it is shown: a page is made in memory, and a line may have 256 KiB.
    static func shown(_ line: String) -> String {
        let scalars = line.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: mostOfLine, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return line }
        return String(scalars[..<end]) + "… (goes on in output.log)"
    }

    private mutating func trim() {
        var bytes = 0
        let kept = entries.suffix(Self.most).reversed().prefix { entry in
            bytes += min(entry.message.utf8.count, Self.mostOfLine)
            return bytes <= Self.mostBytes
        }
        guard kept.count < entries.count else { return }
        entries.removeFirst(entries.count - kept.count)
        isCut = true
    }
}
