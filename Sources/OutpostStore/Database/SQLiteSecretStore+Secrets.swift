internal import Foundation
internal import GRDB
package import OutpostCore

extension SQLiteSecretStore {
    /// Writes a secret's next version and drops the oldest.
    package func add(
        _ change: SecretChange,
        keeping: Int,
        seal: @escaping @Sendable (Int) throws -> SealedSecret
    ) async throws -> SecretSummary {
        let (key, now) = (change.reference.key, change.at.timeIntervalSince1970)
        return try await database.writeOrTell { database in
            try database.execute(
                sql: """
                    INSERT INTO secret (owner, kind, name, latest, createdAt) VALUES (?, ?, ?, 1, ?)
                    ON CONFLICT DO UPDATE SET latest = latest + 1
                    """,
                arguments: key + [now]
            )
            let found = try Int.fetchOne(database, sql: "SELECT latest FROM secret WHERE \(Self.isKey)", arguments: key)
            let sealed = try seal(found ?? 1)
            try Self.requireKey(of: sealed, change.reference, in: database)
            try database.execute(
                sql: """
                    INSERT INTO secretVersion
                        (owner, kind, name, version, tenantKey, wrappedKey, sealed, createdAt, createdBy)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: key
                    + [sealed.version, sealed.tenantKey, sealed.wrappedKey, sealed.sealed, now, change.actor]
            )
            try database.execute(
                sql: "DELETE FROM secretVersion WHERE \(Self.isKey) AND version < ?",
                arguments: key + [sealed.version - keeping]
            )
            try AuditRecord(change.audit("set", version: sealed.version)).insert(database)
            return try Self.present(change.reference, in: database)
        }
    }

    /// Reads the version in use and records the use.
    package func use(_ use: SecretChange) async throws -> UsedSecret? {
        let key = use.reference.key
        return try await database.writeOrTell { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT v.* FROM secretVersion v NATURAL JOIN (
                        SELECT owner, kind, name, latest AS version FROM secret WHERE \(Self.isKey))
                    """,
                arguments: key
            )
            guard let row else { return nil }
            let secret = SealedSecret(row)
            try database.execute(
                sql: "UPDATE secret SET lastUsedAt = max(ifnull(lastUsedAt, 0), ?) WHERE \(Self.isKey)",
                arguments: [use.at.timeIntervalSince1970] + key
            )
            try AuditRecord(use.audit("use", version: secret.version)).insert(database)
            let owner = try Self.tenantKey(use.reference.owner, secret.tenantKey, in: database)
            return UsedSecret(secret: secret, key: owner)
        }
    }

    /// Reads all kept versions and records the access to each.
    package func recall(_ recall: SecretChange) async throws -> [UsedSecret] {
        try await database.writeOrTell { database in
            let kept = try Self.newest(.max, of: recall.reference, in: database)
            for used in kept {
                try AuditRecord(recall.audit("recall", version: used.secret.version)).insert(database)
            }
            return kept
        }
    }

    /// Reads the newest versions.
    package func newest(_ count: Int, of reference: SecretReference) async throws -> [UsedSecret] {
        try await database.readOrTell { try Self.newest(count, of: reference, in: $0) }
    }

    private static func newest(
        _ count: Int,
        of reference: SecretReference,
        in database: Database
    ) throws -> [UsedSecret] {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT * FROM secretVersion WHERE \(isKey) ORDER BY version DESC LIMIT ?",
            arguments: reference.key + [count]
        )
        return try rows.map(SealedSecret.init).map { secret in
            UsedSecret(secret: secret, key: try tenantKey(reference.owner, secret.tenantKey, in: database))
        }
    }

    /// Reads what came with a dispatch's request; no audit row: the request's own tells of it.
    package func requestSecret(_ reference: SecretReference) async throws -> UsedSecret? {
        try await database.readOrTell { database in
            guard let record = try RequestSecretRecord.fetchOne(database, key: reference.name),
                record.reference == reference
            else { return nil }
            let key = try Self.tenantKey(reference.owner, record.tenantKey, in: database)
            return UsedSecret(secret: record.secret, key: key)
        }
    }

    /// Reads what may be shown of a secret.
    package func summary(of reference: SecretReference) async throws -> SecretSummary? {
        try await database.readOrTell { try Self.summary(reference, in: $0) }
    }

    /// Reads what may be shown of an owner's secrets, by name.
    package func summaries(of owner: SecretOwner, kind: SecretKind) async throws -> [SecretSummary] {
        try await database.readOrTell { database in
            let rows = try Row.fetchAll(
                database,
                sql: Self.selectSummary + " WHERE s.owner = ? AND s.kind = ? ORDER BY s.name",
                arguments: [owner.text, kind.rawValue]
            )
            return rows.map { row in
                SecretSummary(row, SecretReference(owner: owner, kind: kind, name: row["name"]))
            }
        }
    }

    /// Reads a secret's versions, the newest first.
    package func versions(of reference: SecretReference) async throws -> [SecretVersionSummary] {
        try await database.readOrTell { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT version, createdAt, createdBy FROM secretVersion WHERE \(Self.isKey)
                    ORDER BY version DESC
                    """,
                arguments: reference.key
            )
            return rows.map { row in
                SecretVersionSummary(
                    version: row["version"],
                    createdAt: Date(timeIntervalSince1970: row["createdAt"]),
                    createdBy: row["createdBy"]
                )
            }
        }
    }

    /// Removes a secret's versions; the row that counts them stays.
    package func remove(_ change: SecretChange) async throws -> SecretSummary? {
        let key = change.reference.key
        return try await database.writeOrTell { database in
            guard let summary = try Self.summary(change.reference, in: database) else { return nil }
            try database.execute(sql: "DELETE FROM secretRefresh WHERE \(Self.isKey)", arguments: key)
            try database.execute(sql: "DELETE FROM secretVersion WHERE \(Self.isKey)", arguments: key)
            try database.execute(sql: "UPDATE secret SET lastUsedAt = NULL WHERE \(Self.isKey)", arguments: key)
            try AuditRecord(change.audit("remove", version: summary.version)).insert(database)
            return summary
        }
    }

    static let isKey = "owner = ? AND kind = ? AND name = ?"

    /// Secrets that have a version, with the one in use.
    private static let selectSummary = """
        SELECT s.name AS name, s.lastUsedAt AS lastUsedAt, v.version AS version, v.createdAt AS updatedAt,
            v.createdBy AS updatedBy, (
                SELECT min(f.createdAt) FROM secretVersion f
                WHERE f.owner = s.owner AND f.kind = s.kind AND f.name = s.name
            ) AS createdAt
        FROM secret s JOIN secretVersion v
            ON v.owner = s.owner AND v.kind = s.kind AND v.name = s.name AND v.version = s.latest
        """

    private static func summary(_ reference: SecretReference, in database: Database) throws -> SecretSummary? {
        let row = try Row.fetchOne(
            database,
            sql: selectSummary + " WHERE s.owner = ? AND s.kind = ? AND s.name = ?",
            arguments: reference.key
        )
        return row.map { SecretSummary($0, reference) }
    }

    private static func present(_ reference: SecretReference, in database: Database) throws -> SecretSummary {
        guard let summary = try summary(reference, in: database) else { throw SecretError.unknown(reference) }
        return summary
    }
}

extension SecretReference {
    /// The row's key, in the order of its columns.
    var key: StatementArguments { [owner.text, kind.rawValue, name] }
}

extension SecretSummary {
    fileprivate init(_ row: Row, _ reference: SecretReference) {
        self.init(
            reference: reference,
            version: row["version"],
            createdAt: Date(timeIntervalSince1970: row["createdAt"]),
            updatedAt: Date(timeIntervalSince1970: row["updatedAt"]),
            updatedBy: row["updatedBy"],
            lastUsedAt: (row["lastUsedAt"] as Double?).map(Date.init(timeIntervalSince1970:))
        )
    }
}
