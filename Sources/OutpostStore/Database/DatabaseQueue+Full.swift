internal import GRDB
internal import OutpostCore

extension DatabaseQueue {
    /// What SQLite says without room for a page, and without an inode or a descriptor for its journal: the database
    /// itself is open.
    private static var full: [ResultCode] { [.SQLITE_FULL, .SQLITE_CANTOPEN] }

    /// Writes in one transaction, and tells a disk that is full from every other failure.
    ///
    /// - Throws: ``StorageFull``, or the database's own error; nothing was changed.
    func writeOrTellFull<Output: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Output
    ) async throws -> Output {
        do {
            return try await write(body)
        } catch let error as DatabaseError where Self.full.contains(error.resultCode) {
            throw StorageFull()
        }
    }
}
