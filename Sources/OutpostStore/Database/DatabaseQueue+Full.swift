internal import GRDB
internal import OutpostCore

extension DatabaseQueue {
    /// Writes in one transaction, and tells a disk that is full from every other failure.
    ///
    /// - Throws: ``StorageFull``, or the database's own error; nothing was changed.
    func writeOrTellFull<Output: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Output
    ) async throws -> Output {
        do {
            return try await write(body)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
            throw StorageFull()
        }
    }
}
