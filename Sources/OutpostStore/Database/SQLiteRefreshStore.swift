internal import Foundation
internal import GRDB
package import OutpostCore

/// Refreshes of secrets in SQLite; see ``OutpostDatabase``.
package struct SQLiteRefreshStore: RefreshStore {
    let database: DatabaseQueue

    /// Writes or replaces a secret's refresh.
    package func set(_ refresh: SecretRefresh, audit entry: AuditEntry) async throws {
        try await database.writeOrTell { database in
            try database.execute(
                sql: """
                    INSERT INTO secretRefresh (owner, kind, name, source, text, "check", every, nextAt)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET source = excluded.source, text = excluded.text,
                        "check" = excluded."check", every = excluded.every, nextAt = excluded.nextAt,
                        lastAt = NULL, problem = NULL
                    """,
                arguments: refresh.reference.key
                    + [
                        refresh.recipe.source.rawValue, refresh.recipe.text, refresh.recipe.check, refresh.every,
                        refresh.nextAt.timeIntervalSince1970,
                    ]
            )
            try AuditRecord(entry).insert(database)
        }
    }

    /// Ends a secret's refresh.
    package func end(_ reference: SecretReference) async throws {
        try await database.writeOrTell { database in
            try database.execute(
                sql: "DELETE FROM secretRefresh WHERE \(SQLiteSecretStore.isKey)",
                arguments: reference.key
            )
        }
    }

    /// Reads every refresh of a secret that is there.
    package func refreshes() async throws -> [SecretRefresh] {
        try await database.readOrTell { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM secretRefresh r WHERE EXISTS (
                        SELECT 1 FROM secretVersion v
                        WHERE v.owner = r.owner AND v.kind = r.kind AND v.name = r.name)
                    ORDER BY nextAt, owner, name
                    """
            )
            return try rows.map { try Self.refresh($0) }
        }
    }

    /// Notes what came of a refresh.
    package func note(_ refresh: SecretRefresh) async throws {
        try await database.writeOrTell { database in
            try database.execute(
                sql: """
                    UPDATE secretRefresh SET nextAt = ?, lastAt = ?, problem = ?
                    WHERE owner = ? AND kind = ? AND name = ? AND text = ?
                    """,
                arguments: [
                    refresh.nextAt.timeIntervalSince1970, refresh.lastAt?.timeIntervalSince1970, refresh.problem,
                ] + refresh.reference.key + [refresh.recipe.text]
            )
        }
    }

    private static func refresh(_ row: Row) throws -> SecretRefresh {
        guard let kind = SecretKind(rawValue: row["kind"]),
            let source = RefreshRecipe.Source(rawValue: row["source"])
        else { throw StoredValueError(table: "secretRefresh", row: row["name"]) }
        return SecretRefresh(
            reference: SecretReference(owner: SecretOwner(text: row["owner"]), kind: kind, name: row["name"]),
            recipe: RefreshRecipe(source: source, text: row["text"], check: row["check"]),
            every: row["every"],
            nextAt: Date(timeIntervalSince1970: row["nextAt"]),
            lastAt: (row["lastAt"] as Double?).map(Date.init(timeIntervalSince1970:)),
            problem: row["problem"]
        )
    }
}
