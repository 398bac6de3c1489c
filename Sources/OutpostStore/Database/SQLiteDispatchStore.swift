package import Foundation
internal import GRDB
package import OutpostCore

/// Dispatches in SQLite.
///
/// There is one connection and a rollback journal: the corruption that write-ahead logs of SQLite before 3.51.3 can
/// suffer needs a second connection in WAL mode. Every commit is synced to disk before it is acknowledged.
package struct SQLiteDispatchStore: DispatchStore {
    private let database: DatabaseQueue

    /// Opens the database and brings its schema up to date.
    ///
    /// - Parameter path: the file; it is made when absent.
    /// - Throws: the database's own error.
    package init(path: String) throws {
        try self.init(DatabaseQueue(path: path, configuration: Self.configuration))
    }

    /// A database in memory, for tests.
    package init() throws {
        try self.init(DatabaseQueue(configuration: Self.configuration))
    }

    private init(_ database: DatabaseQueue) throws {
        self.database = database
        try Migrations.migrator.migrate(database)
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL")
        }
        return configuration
    }

    /// Writes a new dispatch and its first event in one transaction.
    package func insert(_ dispatch: Dispatch) async throws {
        try await database.write { database in
            try DispatchRecord(dispatch).insert(database)
            try EventRecord(nil, dispatch.id, dispatch.state.status, at: dispatch.createdAt).insert(database)
        }
    }

    /// Reads a dispatch; nil when there is none.
    package func dispatch(_ id: DispatchID) async throws -> Dispatch? {
        try await database.read { try DispatchRecord.fetchOne($0, key: id.text)?.dispatch() }
    }

    /// Applies an event in one transaction and records it in the history.
    package func apply(
        _ event: DispatchEvent,
        to id: DispatchID,
        at now: Date
    ) async throws -> (DispatchChange, DispatchState) {
        try await database.write { database in
            guard var dispatch = try DispatchRecord.fetchOne(database, key: id.text)?.dispatch() else {
                throw DispatchStoreError.unknownDispatch(id)
            }
            let change = dispatch.state.apply(event)
            if change == .changed {
                try DispatchRecord(dispatch).update(database)
                try EventRecord(event, id, dispatch.state.status, at: now).insert(database)
            }
            return (change, dispatch.state)
        }
    }

    /// The kinds of a dispatch's events in order, for histories.
    package func history(of id: DispatchID) async throws -> [String] {
        try await database.read { database in
            try String.fetchAll(
                database,
                sql: "SELECT kind FROM dispatchEvent WHERE dispatch = ? ORDER BY sequence",
                arguments: [id.text]
            )
        }
    }
}
