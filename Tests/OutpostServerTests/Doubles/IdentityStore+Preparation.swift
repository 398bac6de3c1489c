internal import Foundation
internal import OutpostCore

/// Preparations of tests, which nobody records.
extension IdentityStore {
    func insert(_ tenant: Tenant) async throws { try await insert(tenant, audit: []) }
    func update(_ tenant: Tenant) async throws { try await update(tenant, audit: []) }
    func insert(_ key: APIKey) async throws { try await insert(key, audit: []) }
    func revoke(_ idOrPrefix: String, at now: Date) async throws -> APIKey {
        try await revoke(idOrPrefix, at: now) { key in
            AuditEntry(at: now, tenant: key.tenant, actor: "test", action: "key.revoke", resource: key.id)
        }
    }
}
