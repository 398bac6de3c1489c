internal import Foundation
internal import GRDB
package import OutpostCore

extension SQLiteSecretStore {
    /// Reads what is known of the master key that is to take over.
    package func nextVaultRecord() async throws -> VaultRecord? {
        try await database.readOrTell { try Self.vault($0, "nextVault") }
    }

    /// Notes the master key that is to take over, unless there is one.
    package func begin(_ next: VaultRecord) async throws -> VaultRecord {
        try await database.writeOrTell { database in
            try database.execute(
                sql: "INSERT OR IGNORE INTO nextVault (only, masterKey, keyCheck, salt) VALUES (1, ?, ?, ?)",
                arguments: [next.masterKey, next.keyCheck, next.salt]
            )
            return try Self.vault(database, "nextVault") ?? next
        }
    }

    /// Reads every owner's keys.
    package func tenantKeys() async throws -> [WrappedTenantKey] {
        try await database.readOrTell { database in
            try Row.fetchAll(database, sql: "SELECT * FROM tenantKey ORDER BY owner, version").map { row in
                WrappedTenantKey(
                    owner: SecretOwner(text: row["owner"]),
                    version: row["version"],
                    masterKey: row["masterKey"],
                    wrapped: row["wrapped"]
                )
            }
        }
    }

    /// Reads versions, and what came with requests, that an owner's key seals.
    package func sealed(
        under key: WrappedTenantKey
    ) async throws -> [(reference: SecretReference, secret: SealedSecret)] {
        try await database.readOrTell { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM secretVersion WHERE owner = ? AND tenantKey = ?
                    ORDER BY kind, name, version LIMIT 100
                    """,
                arguments: [key.owner.text, key.version]
            )
            let versions = try rows.map { row in
                guard let kind = SecretKind(rawValue: row["kind"]) else {
                    throw StoredValueError(table: "secretVersion", row: row["name"])
                }
                return (SecretReference(owner: key.owner, kind: kind, name: row["name"]), SealedSecret(row))
            }
            let requests = try RequestSecretRecord.fetchAll(
                database,
                sql: "SELECT * FROM requestSecret WHERE owner = ? AND tenantKey = ? ORDER BY dispatch LIMIT 100",
                arguments: [key.owner.text, key.version]
            )
            return versions + requests.map { ($0.reference, $0.secret) }
        }
    }

    /// Puts another sealing of the same version in the place of one.
    package func replace(_ secret: SealedSecret, by new: SealedSecret, of reference: SecretReference) async throws {
        try await database.writeOrTell { database in
            guard reference.kind != .dispatch else {
                return try database.execute(
                    sql: """
                        UPDATE requestSecret SET tenantKey = ?, wrappedKey = ?, sealed = ?
                        WHERE dispatch = ? AND wrappedKey = ?
                        """,
                    arguments: [new.tenantKey, new.wrappedKey, new.sealed, reference.name, secret.wrappedKey]
                )
            }
            try database.execute(
                sql: """
                    UPDATE secretVersion SET tenantKey = ?, wrappedKey = ?, sealed = ?
                    WHERE owner = ? AND kind = ? AND name = ? AND version = ? AND wrappedKey = ?
                    """,
                arguments: [
                    new.tenantKey, new.wrappedKey, new.sealed, reference.owner.text, reference.kind.rawValue,
                    reference.name, secret.version, secret.wrappedKey,
                ]
            )
        }
    }

    /// Removes an owner's key, unless something is sealed under it.
    package func remove(_ key: WrappedTenantKey) async throws {
        try await database.writeOrTell { database in
            try database.execute(
                sql: """
                    DELETE FROM tenantKey WHERE owner = ?1 AND version = ?2 AND NOT EXISTS (
                        SELECT 1 FROM secretVersion WHERE owner = ?1 AND tenantKey = ?2)
                    AND NOT EXISTS (SELECT 1 FROM requestSecret WHERE owner = ?1 AND tenantKey = ?2)
                    """,
                arguments: [key.owner.text, key.version]
            )
        }
    }

    /// Lets the next master key take over, with its audit row, if nothing is left under the old one.
    package func finish(_ next: VaultRecord, audit entry: AuditEntry) async throws -> Bool {
        try await database.writeOrTell { database in
            let left = try Int.fetchOne(
                database,
                sql: "SELECT count(*) FROM tenantKey WHERE masterKey <> ?",
                arguments: [next.masterKey]
            )
            guard left == 0 else { return false }
            try database.execute(
                sql: "DELETE FROM nextVault; UPDATE vault SET masterKey = ?, keyCheck = ?, salt = ?",
                arguments: [next.masterKey, next.keyCheck, next.salt]
            )
            try AuditRecord(entry).insert(database)
            return true
        }
    }
}

extension SealedSecret {
    init(_ row: Row) {
        self.init(
            version: row["version"],
            tenantKey: row["tenantKey"],
            wrappedKey: row["wrappedKey"],
            sealed: row["sealed"]
        )
    }
}
