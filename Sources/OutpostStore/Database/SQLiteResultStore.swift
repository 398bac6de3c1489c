internal import Foundation
internal import GRDB
package import OutpostCore

/// What is known of results, in the rows of their dispatches; see ``OutpostDatabase``.
package struct SQLiteResultStore: ResultStore {
    let database: DatabaseQueue

    /// Reads dispatches that ended and were not measured.
    package func unmeasured(limit: Int) async throws -> [DispatchID] {
        try await ids(
            "SELECT id FROM dispatch WHERE endedAt IS NOT NULL AND resultBytes IS NULL ORDER BY endedAt LIMIT ?",
            limit
        )
    }

    /// Writes the size, and the time from the request where it has none yet.
    package func measured(_ id: DispatchID, bytes: Int) async throws {
        try await database.writeOrTell { database in
            guard let record = try DispatchRecord.fetchOne(database, key: id.text) else { return }
            let expiry = try record.dispatch().request.options.expiresAt
            try database.execute(
                sql: """
                    UPDATE dispatch SET resultBytes = ?, resultsExpireAt = ?
                        WHERE id = ? AND endedAt IS NOT NULL AND resultsRemovedAt IS NULL
                    """,
                arguments: [bytes, expiry?.timeIntervalSince1970, id.text]
            )
        }
    }

    /// Reads results that are there, the oldest end first.
    package func results(_ selection: ResultSelection, limit: Int?) async throws -> [StoredResult] {
        let (condition, arguments) = Self.condition(selection)
        return try await database.readOrTell { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT id, tenant, endedAt, resultsExpireAt, resultBytes FROM dispatch
                        WHERE resultBytes > 0 AND resultsRemovedAt IS NULL AND \(condition)
                        ORDER BY endedAt, id LIMIT ?
                    """,
                arguments: arguments + [limit ?? -1]
            ).compactMap(StoredResult.init)
        }
    }

    private static func condition(_ selection: ResultSelection) -> (sql: String, arguments: StatementArguments) {
        switch selection {
        case .expired(let time): ("resultsExpireAt <= ?", [time.timeIntervalSince1970])
        case .tenant(let tenant, let time): ("tenant = ? AND endedAt <= ?", [tenant, time.timeIntervalSince1970])
        case .all(let time): ("endedAt <= ?", [time.timeIntervalSince1970])
        }
    }

    /// Sums up what the tenant has on the disk.
    package func usage(of tenant: String) async throws -> StoredUsage {
        try await database.readOrTell { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT count(*) AS results, coalesce(sum(resultBytes), 0) AS bytes FROM dispatch
                        WHERE tenant = ? AND resultBytes > 0
                    """,
                arguments: [tenant]
            )
            return StoredUsage(results: row?["results"] ?? 0, bytes: row?["bytes"] ?? 0)
        }
    }

    /// Sums up what each tenant has on the disk; the index alone is read.
    package func usageByTenant() async throws -> [String: StoredUsage] {
        try await database.readOrTell { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT tenant, count(*) AS results, sum(resultBytes) AS bytes FROM dispatch
                        WHERE resultBytes > 0 GROUP BY tenant
                    """
            )
            let pairs: [(String, StoredUsage)] = rows.map {
                ($0["tenant"], StoredUsage(results: $0["results"], bytes: $0["bytes"]))
            }
            return Dictionary(pairs) { first, _ in first }
        }
    }

    /// Writes the removal and its audit row in one transaction.
    package func markRemoved(_ id: DispatchID, _ removal: ResultRemoval, audit: AuditEntry) async throws -> Bool {
        try await database.writeOrTell { database in
            try database.execute(
                sql: """
                    UPDATE dispatch SET resultsRemovedAt = ?, resultsRemovedBecause = ?
                        WHERE id = ? AND endedAt IS NOT NULL AND resultsRemovedAt IS NULL
                    """,
                arguments: [removal.at.timeIntervalSince1970, removal.cause.rawValue, id.text]
            )
            guard database.changesCount == 1 else { return false }
            try AuditRecord(audit).insert(database)
            return true
        }
    }

    /// Reads removals that were begun.
    package func removing(limit: Int) async throws -> [DispatchID] {
        try await ids(
            """
            SELECT id FROM dispatch WHERE resultBytes > 0 AND resultsRemovedAt IS NOT NULL
                ORDER BY resultsRemovedAt LIMIT ?
            """,
            limit
        )
    }

    /// Sets the size to nothing.
    package func removed(_ id: DispatchID) async throws {
        try await database.writeOrTell { database in
            try database.execute(
                sql: "UPDATE dispatch SET resultBytes = 0 WHERE id = ? AND resultsRemovedAt IS NOT NULL",
                arguments: [id.text]
            )
        }
    }

    private func ids(_ sql: String, _ limit: Int) async throws -> [DispatchID] {
        try await database.readOrTell { database in
            try String.fetchAll(database, sql: sql, arguments: [limit]).compactMap { DispatchID($0) }
        }
    }
}

extension StoredResult {
    fileprivate init?(_ row: Row) {
        guard let id = DispatchID(row["id"] as String) else { return nil }
        let expiry: Double? = row["resultsExpireAt"]
        self.init(
            id: id,
            tenant: row["tenant"],
            endedAt: Date(timeIntervalSince1970: row["endedAt"]),
            expiresAt: expiry.map { Date(timeIntervalSince1970: $0) },
            bytes: row["resultBytes"]
        )
    }
}
