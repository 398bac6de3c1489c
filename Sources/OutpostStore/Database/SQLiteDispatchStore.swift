package import Foundation
internal import GRDB
package import OutpostCore

/// Dispatches in SQLite.
package struct SQLiteDispatchStore: DispatchStore {
    let database: DatabaseQueue

    /// Opens a database of its own, for one process that needs nothing else of it.
    ///
    /// - Parameter path: the file; it is made when absent.
    /// - Throws: the database's own error.
    package init(path: String) throws {
        self = try OutpostDatabase(path: path).dispatches
    }

    /// A database in memory, for tests.
    package init() throws {
        self = try OutpostDatabase().dispatches
    }

    init(database: DatabaseQueue) {
        self.database = database
    }

    /// Writes a new dispatch and its first event in one transaction.
    package func insert(_ dispatch: Dispatch) async throws {
        try await database.writeOrTell { try Self.insert(dispatch, into: $0) }
    }

    /// The rows that a new dispatch consists of.
    static func insert(_ dispatch: Dispatch, into database: Database) throws {
        try DispatchRecord(dispatch).insert(database)
        for (name, value) in dispatch.request.options.tags {
            try TagRecord(dispatch: dispatch.id.text, name: name, value: value).insert(database)
        }
        try EventRecord(nil, dispatch.id, dispatch.state.status, at: dispatch.createdAt).insert(database)
    }

    /// Reads a dispatch; nil when there is none.
    package func dispatch(_ id: DispatchID) async throws -> Dispatch? {
        try await database.readOrTell { try DispatchRecord.fetchOne($0, key: id.text)?.dispatch() }
    }

    /// Applies an event in one transaction and records it in the history.
    package func apply(
        _ event: DispatchEvent,
        to id: DispatchID,
        at now: Date
    ) async throws -> (DispatchChange, DispatchState) {
        try await database.writeOrTell { try Self.apply(event, to: id, at: now, in: $0) }
    }

    static func apply(
        _ event: DispatchEvent,
        to id: DispatchID,
        at now: Date,
        in database: Database
    ) throws -> (DispatchChange, DispatchState) {
        guard var dispatch = try DispatchRecord.fetchOne(database, key: id.text)?.dispatch() else {
            throw DispatchStoreError.unknownDispatch(id)
        }
        let change = dispatch.state.apply(event)
        if change == .changed {
            try DispatchRecord(dispatch).update(database)
            try EventRecord(event, id, dispatch.state.status, at: now).insert(database)
            try WebhookOutbox.note(dispatch, at: now, in: database)
            if dispatch.state.status.isTerminal { _ = try RequestSecretRecord.deleteOne(database, key: id.text) }
        }
        return (change, dispatch.state)
    }

    /// The kinds of a dispatch's events in order, for histories.
    package func history(of id: DispatchID) async throws -> [String] {
        try await database.readOrTell { database in
            try String.fetchAll(
                database,
                sql: "SELECT kind FROM dispatchEvent WHERE dispatch = ? ORDER BY sequence",
                arguments: [id.text]
            )
        }
    }
}
