internal import Foundation
internal import GRDB
internal import OutpostCore

/// A row of `tenant`.
struct TenantRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "tenant"

    var id: String
    var name: String
    var tier: String
    var status: String
    var limits: String
    var runtime: String?
    var createdAt: Double

    init(_ tenant: Tenant) throws {
        id = tenant.id
        name = tenant.name
        tier = tenant.tier.rawValue
        status = tenant.status.rawValue
        limits = try StoredJSON.encode(tenant.limits)
        runtime = tenant.runtime
        createdAt = tenant.createdAt.timeIntervalSince1970
    }

    /// - Throws: ``StoredValueError`` when the row holds what this version cannot read.
    func tenant() throws -> Tenant {
        guard let tier = TenantTier(rawValue: tier), let status = TenantStatus(rawValue: status),
            let limits = try? StoredJSON.decode(limits, as: TenantLimits.self)
        else { throw StoredValueError(table: Self.databaseTableName, row: id) }
        return Tenant(
            id: id,
            name: name,
            tier: tier,
            status: status,
            limits: limits,
            runtime: runtime,
            createdAt: Date(timeIntervalSince1970: createdAt)
        )
    }
}

/// A row of `apiKey`.
struct APIKeyRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "apiKey"

    var id: String
    var tenant: String
    var name: String
    var prefix: String
    var hash: String
    var scopes: String
    var createdAt: Double
    var expiresAt: Double?
    var revokedAt: Double?
    var lastUsedAt: Double?

    init(_ key: APIKey) throws {
        id = key.id
        tenant = key.tenant
        name = key.name
        prefix = key.prefix
        hash = key.hash
        scopes = try StoredJSON.encode(key.scopes.map(\.rawValue).sorted())
        createdAt = key.createdAt.timeIntervalSince1970
        expiresAt = key.expiresAt?.timeIntervalSince1970
        revokedAt = key.revokedAt?.timeIntervalSince1970
        lastUsedAt = key.lastUsedAt?.timeIntervalSince1970
    }

    /// - Throws: ``StoredValueError`` when the row holds what this version cannot read.
    func key() throws -> APIKey {
        guard let scopes = try? StoredJSON.decode(scopes, as: Set<Scope>.self) else {
            throw StoredValueError(table: Self.databaseTableName, row: id)
        }
        return APIKey(
            id: id,
            tenant: tenant,
            name: name,
            prefix: prefix,
            hash: hash,
            scopes: scopes,
            createdAt: Date(timeIntervalSince1970: createdAt),
            expiresAt: expiresAt.map(Date.init(timeIntervalSince1970:)),
            revokedAt: revokedAt.map(Date.init(timeIntervalSince1970:)),
            lastUsedAt: lastUsedAt.map(Date.init(timeIntervalSince1970:))
        )
    }
}
