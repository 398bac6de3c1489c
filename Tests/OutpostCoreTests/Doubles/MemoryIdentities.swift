internal import Foundation
internal import OutpostCore
internal import Synchronization

/// Tenants and keys in memory.
final class MemoryIdentities: IdentityStore {
    private struct State {
        var tenants: [Tenant] = []
        var keys: [APIKey] = []
        var entries: [AuditEntry] = []
        var listings = 0
    }

    private let state = Mutex(State())

    /// How often all tenants were asked for, as each plan of the queue does.
    var listings: Int { state.withLock { $0.listings } }

    /// The audit trail.
    var entries: [AuditEntry] { state.withLock { $0.entries } }

    func insert(_ tenant: Tenant, audit: [AuditEntry]) async throws {
        try state.withLock { state in
            guard !state.tenants.contains(where: { $0.name == tenant.name }) else {
                throw IdentityError.nameTaken(tenant.name)
            }
            state.tenants.append(tenant)
            state.entries += audit
        }
    }

    func tenants() async throws -> [Tenant] {
        state.withLock { state in
            state.listings += 1
            return state.tenants.sorted { $0.name < $1.name }
        }
    }

    func tenant(_ idOrName: String) async throws -> Tenant? {
        state.withLock { $0.tenants.first { $0.id == idOrName || $0.name == idOrName } }
    }

    func update(_ tenant: Tenant, audit: [AuditEntry]) async throws {
        try state.withLock { state in
            guard let index = state.tenants.firstIndex(where: { $0.id == tenant.id }) else {
                throw IdentityError.unknownTenant(tenant.id)
            }
            state.tenants[index] = tenant
            state.entries += audit
        }
    }

    func insert(_ key: APIKey, audit: [AuditEntry]) async throws {
        state.withLock { state in
            state.keys.append(key)
            state.entries += audit
        }
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

    func revoke(
        _ idOrPrefix: String,
        at now: Date,
        audit: @escaping @Sendable (APIKey) -> AuditEntry
    ) async throws -> APIKey {
        try state.withLock { state in
            guard let index = state.keys.firstIndex(where: { $0.id == idOrPrefix || $0.prefix == idOrPrefix }) else {
                throw IdentityError.unknownKey(idOrPrefix)
            }
            state.keys[index].revokedAt = state.keys[index].revokedAt ?? now
            state.entries.append(audit(state.keys[index]))
            return state.keys[index]
        }
    }

    func rotate(
        _ idOrPrefix: String,
        endingAt end: Date,
        now: Date,
        make: @escaping @Sendable (APIKey) -> (APIKey, AuditEntry)
    ) async throws -> (old: APIKey, new: APIKey) {
        try state.withLock { state in
            guard let index = state.keys.firstIndex(where: { $0.id == idOrPrefix || $0.prefix == idOrPrefix }) else {
                throw IdentityError.unknownKey(idOrPrefix)
            }
            guard state.keys[index].status(at: now) == .active else { throw IdentityError.endedKey(idOrPrefix) }
            let (new, entry) = make(state.keys[index])
            state.keys[index].expiresAt = min(state.keys[index].expiresAt ?? end, end)
            state.keys.append(new)
            state.entries.append(entry)
            return (state.keys[index], new)
        }
    }

    func touch(_ key: APIKey, at now: Date) async throws {}
}
