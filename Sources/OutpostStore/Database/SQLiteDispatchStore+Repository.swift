package import Foundation
internal import GRDB
package import OutpostCore

extension SQLiteDispatchStore: DispatchRepository {
    /// Writes new dispatches, what came sealed with them, their idempotency row, first events and audit rows in one transaction.
    ///
    /// The unique key of the idempotency table decides which of several racing requests makes the dispatch. Rows that
    /// had ended when the dispatch was made are dropped before.
    package func accept(
        _ dispatches: [Dispatch],
        secrets: [DispatchID: SealedSecret],
        idempotency: Idempotency?,
        queueLimit: Int,
        audit entries: [AuditEntry]
    ) async throws -> Acceptance {
        guard let dispatch = dispatches.first else { return .created }
        return try await database.writeOrTell { database in
            if let idempotency, let earlier = try Self.claim(idempotency, for: dispatch, in: database) {
                return earlier
            }
            guard try Self.waiting(of: dispatch.tenant, in: database) <= queueLimit - dispatches.count else {
                if let idempotency { try Self.release(idempotency, dispatch, in: database) }
                return .queueFull
            }
            for dispatch in dispatches {
                try Self.insert(dispatch, into: database)
                if let secret = secrets[dispatch.id] {
                    let record = RequestSecretRecord(secret, of: dispatch)
                    try SQLiteSecretStore.requireKey(of: secret, record.reference, in: database)
                    try record.insert(database)
                }
            }
            for entry in entries { try AuditRecord(entry).insert(database) }
            return .created
        }
    }

    /// Writes the idempotency row; where there is one already, returns what it means for this request.
    private static func claim(
        _ idempotency: Idempotency,
        for dispatch: Dispatch,
        in database: Database
    ) throws -> Acceptance? {
        try database.execute(
            sql: "DELETE FROM idempotency WHERE expiresAt <= ?",
            arguments: [dispatch.createdAt.timeIntervalSince1970]
        )
        let record = IdempotencyRecord(idempotency, dispatch)
        try record.insert(database, onConflict: .ignore)
        guard database.changesCount == 0 else { return nil }
        let key = ["tenant": record.tenant, "key": record.key]
        guard let earlier = try IdempotencyRecord.fetchOne(database, key: key),
            let original = try DispatchRecord.fetchOne(database, key: earlier.dispatch)
        else { throw StoredValueError(table: IdempotencyRecord.databaseTableName, row: record.key) }
        return earlier.fingerprint == record.fingerprint ? .replayed(try original.dispatch()) : .conflict
    }

    /// Takes the claim back: the request may come again when there is room.
    private static func release(_ idempotency: Idempotency, _ dispatch: Dispatch, in database: Database) throws {
        try IdempotencyRecord(idempotency, dispatch).delete(database)
    }

    private static func waiting(of tenant: String, in database: Database) throws -> Int {
        try Int.fetchOne(
            database,
            sql: "SELECT count(*) FROM dispatch WHERE tenant = ? AND status = 'pending'",
            arguments: [tenant]
        ) ?? 0
    }

    /// Reads a page of a tenant's dispatches, the newest first.
    package func list(_ query: DispatchQuery) async throws -> DispatchPage {
        let limit = min(max(query.limit, 1), 100)
        let select = DispatchSelect(query, limit: limit + 1)
        let found = try await database.readOrTell { database in
            try DispatchRecord.fetchAll(database, sql: select.sql, arguments: select.arguments).map {
                try $0.dispatch()
            }
        }
        return DispatchPage(dispatches: Array(found.prefix(limit)), hasMore: found.count > limit)
    }

    /// Reads every dispatch that has not ended, the oldest first.
    package func unfinished() async throws -> [Dispatch] {
        try await database.readOrTell { database in
            try DispatchRecord.fetchAll(
                database,
                sql: """
                    SELECT * FROM dispatch WHERE status IN ('pending', 'provisioning', 'running', 'completing')
                    ORDER BY id
                    """
            ).map { try $0.dispatch() }
        }
    }

    /// Reads what ended at that time or later, the oldest end first.
    package func ended(since time: Date) async throws -> [EndedDispatch] {
        try await database.readOrTell { database in
            try DispatchRecord.fetchAll(
                database,
                sql: "SELECT * FROM dispatch WHERE endedAt >= ? ORDER BY endedAt",
                arguments: [time.timeIntervalSince1970]
            ).compactMap { record in
                guard let status = DispatchStatus(rawValue: record.status), let endedAt = record.endedAt else {
                    return nil
                }
                let duration = record.startedAt.map { endedAt - $0 }
                return EndedDispatch(agent: record.agent, status: status, duration: duration)
            }
        }
    }

    /// Applies an event, with its audit row, in one transaction.
    package func apply(
        _ event: DispatchEvent,
        to id: DispatchID,
        at now: Date,
        audit entry: AuditEntry
    ) async throws -> (DispatchChange, DispatchState) {
        try await database.writeOrTell { database in
            let result = try Self.apply(event, to: id, at: now, in: database)
            if result.0 == .changed { try AuditRecord(entry).insert(database) }
            return result
        }
    }

    /// Writes an audit row of its own.
    package func audit(_ entry: AuditEntry) async throws {
        try await database.writeOrTell { try AuditRecord(entry).insert($0) }
    }
}
