internal import GRDB
internal import OutpostCore

extension DatabaseQueue {
    /// What SQLite says without room for a page, and without an inode or a descriptor for its journal.
    ///
    /// The database itself is open. A file system that became read-only has no journal either.
    private static var full: [ResultCode] { [.SQLITE_FULL, .SQLITE_CANTOPEN] }
    /// What it says while another process holds the file, once the time that it waits is over.
    private static var locked: [ResultCode] { [.SQLITE_BUSY, .SQLITE_LOCKED] }
    /// What it says of a disk that fails, and of one that may not be written.
    private static var failing: [ResultCode] { [.SQLITE_IOERR, .SQLITE_READONLY] }

    /// Writes in one transaction, and tells what may pass by itself or by its operator from every other failure.
    ///
    /// - Throws: ``StorageFull``, ``StorageUnavailable``, or the database's own error; nothing was changed.
    func writeOrTell<Output: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Output
    ) async throws -> Output {
        do {
            return try await write(body)
        } catch let error as DatabaseError where Self.full.contains(error.resultCode) {
            throw StorageFull()
        } catch let error as DatabaseError {
            throw Self.told(error)
        }
    }

    /// Reads, and tells what may pass from every other failure.
    ///
    /// - Throws: ``StorageUnavailable``, or the database's own error.
    func readOrTell<Output: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Output
    ) async throws -> Output {
        do {
            return try await read(body)
        } catch let error as DatabaseError {
            throw Self.told(error)
        }
    }

    private static func told(_ error: DatabaseError) -> any Error {
        switch error.resultCode.primaryResultCode {
        case let code where locked.contains(code): StorageUnavailable.locked
        case let code where failing.contains(code): StorageUnavailable.failing
        default: error
        }
    }
}
