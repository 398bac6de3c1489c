internal import Foundation
internal import GRDB
package import OutpostCore

/// Tenants and keys in SQLite; see ``OutpostDatabase``.
package struct SQLiteIdentityStore: IdentityStore {
    let database: DatabaseQueue

    /// Seconds between two notes of a key's use.
    static let touchInterval: TimeInterval = 60
    /// Characters of a key's prefix that are enough to mean it: `otp_` and four digits.
    static let shortestPrefix = 8

    init(database: DatabaseQueue) {
        self.database = database
    }

    /// Writes a new tenant.
    package func insert(_ tenant: Tenant, audit entries: [AuditEntry]) async throws {
        try await database.writeOrTell { database in
            guard try TenantRecord.filter(Column("name") == tenant.name).isEmpty(database) else {
                throw IdentityError.nameTaken(tenant.name)
            }
            try TenantRecord(tenant).insert(database)
            for entry in entries { try AuditRecord(entry).insert(database) }
        }
    }

    /// Reads all tenants, by name.
    package func tenants() async throws -> [Tenant] {
        try await database.readOrTell { database in
            try TenantRecord.order(Column("name")).fetchAll(database).map { try $0.tenant() }
        }
    }

    /// Reads a tenant by id or name; an id comes before a name that looks the same.
    package func tenant(_ idOrName: String) async throws -> Tenant? {
        try await database.readOrTell { database in
            let byID = try TenantRecord.fetchOne(database, key: idOrName)
            return try (byID ?? TenantRecord.filter(Column("name") == idOrName).fetchOne(database))?.tenant()
        }
    }

    /// Changes a tenant's status, tier, limits or runtime.
    package func update(_ tenant: Tenant, audit entries: [AuditEntry]) async throws {
        try await database.writeOrTell { database in
            let record = try TenantRecord(tenant)
            let assignments = [
                Column("status").set(to: record.status), Column("tier").set(to: record.tier),
                Column("limits").set(to: record.limits), Column("runtime").set(to: record.runtime),
            ]
            let changed = try TenantRecord.filter(key: tenant.id).updateAll(database, assignments)
            if changed == 0 { throw IdentityError.unknownTenant(tenant.id) }
            for entry in entries { try AuditRecord(entry).insert(database) }
        }
    }
}
