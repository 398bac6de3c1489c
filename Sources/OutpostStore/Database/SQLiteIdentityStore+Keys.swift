package import Foundation
internal import GRDB
package import OutpostCore

extension SQLiteIdentityStore {
    /// Writes a new key.
    ///
    /// - Throws: ``IdentityError/unknownTenant(_:)``.
    package func insert(_ key: APIKey, audit entries: [AuditEntry]) async throws {
        try await database.writeOrTell { database in
            guard try TenantRecord.exists(database, key: key.tenant) else {
                throw IdentityError.unknownTenant(key.tenant)
            }
            try APIKeyRecord(key).insert(database)
            for entry in entries { try AuditRecord(entry).insert(database) }
        }
    }

    /// Reads a tenant's keys, the newest first, or everybody's.
    package func keys(tenant: String?) async throws -> [APIKey] {
        try await database.readOrTell { database in
            let all = APIKeyRecord.order(Column("createdAt").desc, Column("id"))
            let wanted = tenant.map { all.filter(Column("tenant") == $0) } ?? all
            return try wanted.fetchAll(database).map { try $0.key() }
        }
    }

    /// Reads the key with that hash and its tenant.
    package func find(hash: String) async throws -> (key: APIKey, tenant: Tenant)? {
        try await database.readOrTell { database in
            guard let key = try APIKeyRecord.filter(Column("hash") == hash).fetchOne(database),
                let tenant = try TenantRecord.fetchOne(database, key: key.tenant)
            else { return nil }
            return (try key.key(), try tenant.tenant())
        }
    }

    /// Revokes a key by id, or by eight or more characters of its prefix; a revoked one stays as it is.
    package func revoke(
        _ idOrPrefix: String,
        at now: Date,
        audit: @escaping @Sendable (APIKey) -> AuditEntry
    ) async throws -> APIKey {
        try await database.writeOrTell { database in
            var record = try Self.key(idOrPrefix, in: database)
            if record.revokedAt == nil {
                record.revokedAt = now.timeIntervalSince1970
                try record.update(database)
            }
            let key = try record.key()
            try AuditRecord(audit(key)).insert(database)
            return key
        }
    }

    /// Writes a key in the place of another, which ends at the given time or earlier.
    package func rotate(
        _ idOrPrefix: String,
        endingAt end: Date,
        now: Date,
        make: @escaping @Sendable (APIKey) -> (APIKey, AuditEntry)
    ) async throws -> (old: APIKey, new: APIKey) {
        try await database.writeOrTell { database in
            var record = try Self.key(idOrPrefix, in: database)
            guard try record.key().status(at: now) == .active else { throw IdentityError.endedKey(record.id) }
            let (new, entry) = make(try record.key())
            record.expiresAt = min(record.expiresAt ?? .infinity, end.timeIntervalSince1970)
            try record.update(database)
            try APIKeyRecord(new).insert(database)
            try AuditRecord(entry).insert(database)
            return (try record.key(), new)
        }
    }

    private static func key(_ idOrPrefix: String, in database: Database) throws -> APIKeyRecord {
        if let record = try APIKeyRecord.fetchOne(database, key: idOrPrefix) { return record }
        let length = idOrPrefix.unicodeScalars.count
        guard length >= shortestPrefix else { throw IdentityError.unknownKey(idOrPrefix) }
        let found = try APIKeyRecord.fetchAll(
            database,
            sql: "SELECT * FROM apiKey WHERE substr(prefix, 1, ?) = ? LIMIT 2",
            arguments: [length, idOrPrefix]
        )
        guard let record = found.first else { throw IdentityError.unknownKey(idOrPrefix) }
        guard found.count == 1 else { throw IdentityError.ambiguousKey(idOrPrefix) }
        return record
    }

    /// Notes a use; what was noted within the last minute costs no write.
    package func touch(_ key: APIKey, at now: Date) async throws {
        let latest = now.timeIntervalSince1970 - Self.touchInterval
        if let last = key.lastUsedAt?.timeIntervalSince1970, last > latest { return }
        try await database.writeOrTell { database in
            try database.execute(
                sql: "UPDATE apiKey SET lastUsedAt = ? WHERE id = ? AND (lastUsedAt IS NULL OR lastUsedAt <= ?)",
                arguments: [now.timeIntervalSince1970, key.id, latest]
            )
        }
    }
}
