internal import Foundation
internal import OutpostCore
internal import Synchronization

/// Tenants and keys in memory.
final class MemoryIdentities: IdentityStore {
    private let state = Mutex<(tenants: [Tenant], keys: [APIKey])>(([], []))

    func insert(_ tenant: Tenant) async throws {
        try state.withLock { state in
            guard !state.tenants.contains(where: { $0.name == tenant.name }) else {
                throw IdentityError.nameTaken(tenant.name)
            }
            state.tenants.append(tenant)
        }
    }

    func tenants() async throws -> [Tenant] {
        state.withLock { $0.tenants.sorted { $0.name < $1.name } }
    }

    func tenant(_ idOrName: String) async throws -> Tenant? {
        state.withLock { $0.tenants.first { $0.id == idOrName || $0.name == idOrName } }
    }

    func update(_ tenant: Tenant) async throws {
        try state.withLock { state in
            guard let index = state.tenants.firstIndex(where: { $0.id == tenant.id }) else {
                throw IdentityError.unknownTenant(tenant.id)
            }
            state.tenants[index] = tenant
        }
    }

    func insert(_ key: APIKey) async throws {
        state.withLock { $0.keys.append(key) }
    }

    func keys(tenant: String?) async throws -> [APIKey] {
        state.withLock { $0.keys.filter { tenant == nil || $0.tenant == tenant } }
    }

    func find(hash: String) async throws -> (key: APIKey, tenant: Tenant)? {
        state.withLock { state in
            guard let key = state.keys.first(where: { $0.hash == hash }),
                let tenant = state.tenants.first(where: { $0.id == key.tenant })
            else { return nil }
            return (key, tenant)
        }
    }

    func revoke(_ idOrPrefix: String, at now: Date) async throws -> APIKey {
        try state.withLock { state in
            guard let index = state.keys.firstIndex(where: { $0.id == idOrPrefix || $0.prefix == idOrPrefix }) else {
                throw IdentityError.unknownKey(idOrPrefix)
            }
            state.keys[index].revokedAt = state.keys[index].revokedAt ?? now
            return state.keys[index]
        }
    }

    func touch(_ key: APIKey, at now: Date) async throws {}
}
