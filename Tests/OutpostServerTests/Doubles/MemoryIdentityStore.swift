internal import Foundation
internal import OutpostCore
internal import Synchronization

/// Tenants and keys in memory.
final class MemoryIdentityStore: IdentityStore {
    private struct State {
        var tenants: [String: Tenant] = [:]
        var keys: [String: APIKey] = [:]
        var touches: [String] = []
    }

    private struct TouchFailure: Error {}

    private let state = Mutex(State())
    private let failsToTouch: Bool

    init(failsToTouch: Bool = false) {
        self.failsToTouch = failsToTouch
    }

    /// Ids of the keys whose use was noted, in order.
    var touches: [String] { state.withLock { $0.touches } }

    func insert(_ tenant: Tenant) async throws {
        try state.withLock { state in
            guard !state.tenants.values.contains(where: { $0.name == tenant.name }) else {
                throw IdentityError.nameTaken(tenant.name)
            }
            state.tenants[tenant.id] = tenant
        }
    }

    func tenants() async throws -> [Tenant] {
        state.withLock { $0.tenants.values.sorted { $0.name < $1.name } }
    }

    func tenant(_ idOrName: String) async throws -> Tenant? {
        state.withLock { $0.tenants[idOrName] ?? $0.tenants.values.first { $0.name == idOrName } }
    }

    func update(_ tenant: Tenant) async throws {
        try state.withLock { state in
            guard state.tenants[tenant.id] != nil else { throw IdentityError.unknownTenant(tenant.id) }
            state.tenants[tenant.id] = tenant
        }
    }

    func insert(_ key: APIKey) async throws {
        state.withLock { $0.keys[key.id] = key }
    }

    func keys(tenant: String?) async throws -> [APIKey] {
        state.withLock { state in
            state.keys.values.filter { tenant == nil || $0.tenant == tenant }.sorted { $0.id < $1.id }
        }
    }

    func find(hash: String) async throws -> (key: APIKey, tenant: Tenant)? {
        state.withLock { state in
            guard let key = state.keys.values.first(where: { $0.hash == hash }), let tenant = state.tenants[key.tenant]
            else { return nil }
            return (key, tenant)
        }
    }

    func revoke(_ idOrPrefix: String, at now: Date) async throws -> APIKey {
        try state.withLock { state in
            let found = state.keys.values.filter { $0.id == idOrPrefix || $0.prefix.hasPrefix(idOrPrefix) }
            guard var key = found.first else { throw IdentityError.unknownKey(idOrPrefix) }
            guard found.count == 1 else { throw IdentityError.ambiguousKey(idOrPrefix) }
            key.revokedAt = key.revokedAt ?? now
            state.keys[key.id] = key
            return key
        }
    }

    func touch(_ key: APIKey, at now: Date) async throws {
        guard !failsToTouch else { throw TouchFailure() }
        state.withLock { state in
            state.touches.append(key.id)
            state.keys[key.id]?.lastUsedAt = now
        }
    }
}
