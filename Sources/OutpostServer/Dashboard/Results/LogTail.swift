internal import OutpostCore

/// The end of a dispatch's log.
struct LogTail {
    private(set) var entries: [LogEntry] = []
    /// Where the log goes on.
    private(set) var cursor = LogCursor.start
    /// Whether lines before these, or after them, are not here.
    private(set) var isCut = false

    /// Lines that are kept.
    static let most = 500
    private static let pageSize = 1000
    /// Pages that are read at most: positions are only known from the beginning on.
    private static let mostPages = 64

    init(of id: DispatchID, tenant: String, from service: any DispatchService) async throws {
        for _ in 0..<Self.mostPages {
            let page = try await service.log(id, tenant: tenant, from: cursor.position, limit: Self.pageSize)
            guard let last = page.entries.last else { return }
            entries += page.entries
            cursor = LogCursor(position: page.next, sequence: last.sequence)
            if entries.count > Self.most {
                entries.removeFirst(entries.count - Self.most)
                isCut = true
            }
        }
        isCut = true
    }
}
