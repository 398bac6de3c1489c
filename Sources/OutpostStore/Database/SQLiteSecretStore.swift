internal import GRDB
package import OutpostCore

/// Sealed secrets in SQLite; see ``OutpostDatabase``.
package struct SQLiteSecretStore: SecretStore {
    let database: DatabaseQueue

    init(database: DatabaseQueue) {
        self.database = database
    }

    /// Reads what is known of the master key.
    package func vaultRecord() async throws -> VaultRecord? {
        try await database.readOrTell { try Self.vault($0, "vault") }
    }

    /// Writes what is known of the master key, unless it is there.
    package func insert(_ record: VaultRecord) async throws -> VaultRecord {
        try await database.writeOrTell { database in
            try database.execute(
                sql: "INSERT OR IGNORE INTO vault (only, masterKey, keyCheck, salt) VALUES (1, ?, ?, ?)",
                arguments: [record.masterKey, record.keyCheck, record.salt]
            )
            return try Self.vault(database, "vault") ?? record
        }
    }

    static func vault(_ database: Database, _ table: String) throws -> VaultRecord? {
        try Row.fetchOne(database, sql: "SELECT masterKey, keyCheck, salt FROM \(table)").map { row in
            VaultRecord(masterKey: row["masterKey"], keyCheck: row["keyCheck"], salt: row["salt"])
        }
    }

    /// Reads an owner's key.
    package func tenantKey(_ owner: SecretOwner, version: Int?) async throws -> WrappedTenantKey? {
        try await database.readOrTell { try Self.tenantKey(owner, version, in: $0) }
    }

    /// Writes an owner's key, unless it is there.
    package func insert(_ key: WrappedTenantKey) async throws -> WrappedTenantKey {
        try await database.writeOrTell { database in
            try database.execute(
                sql: "INSERT OR IGNORE INTO tenantKey (owner, version, masterKey, wrapped) VALUES (?, ?, ?, ?)",
                arguments: [key.owner.text, key.version, key.masterKey, key.wrapped]
            )
            return try Self.tenantKey(key.owner, key.version, in: database) ?? key
        }
    }

    /// - Throws: ``SecretError/rekeyed(_:)`` when the key that seals it was replaced meanwhile.
    static func requireKey(of secret: SealedSecret, _ reference: SecretReference, in database: Database) throws {
        guard try tenantKey(reference.owner, secret.tenantKey, in: database) != nil else {
            throw SecretError.rekeyed(reference)
        }
    }

    static func tenantKey(
        _ owner: SecretOwner,
        _ version: Int?,
        in database: Database
    ) throws -> WrappedTenantKey? {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT version, masterKey, wrapped FROM tenantKey
                WHERE owner = ?1 AND (?2 IS NULL OR version = ?2) ORDER BY version DESC LIMIT 1
                """,
            arguments: [owner.text, version]
        )
        return row.map {
            WrappedTenantKey(
                owner: owner,
                version: $0["version"],
                masterKey: $0["masterKey"],
                wrapped: $0["wrapped"]
            )
        }
    }
}
