internal import Foundation
internal import OutpostCore
internal import Synchronization

/// Tenants and keys in memory.
final class MemoryIdentityStore: IdentityStore {
    private struct State {
        var tenants: [String: Tenant] = [:]
        var keys: [String: APIKey] = [:]
        var touches: [String] = []
        var entries: [AuditEntry] = []
    }

    private struct TouchFailure: Error {}

    private let state = Mutex(State())
    private let failsToTouch: Bool

    init(failsToTouch: Bool = false) {
        self.failsToTouch = failsToTouch
    }

    /// Ids of the keys whose use was noted, in order.
    var touches: [String] { state.withLock { $0.touches } }

    /// The audit trail.
    var entries: [AuditEntry] { state.withLock { $0.entries } }

    func insert(_ tenant: Tenant, audit: [AuditEntry]) async throws {
        try state.withLock { state in
            guard !state.tenants.values.contains(where: { $0.name == tenant.name }) else {
                throw IdentityError.nameTaken(tenant.name)
            }
            state.tenants[tenant.id] = tenant
            state.entries += audit
        }
    }

    func tenants() async throws -> [Tenant] {
        state.withLock { $0.tenants.values.sorted { $0.name < $1.name } }
    }

    func tenant(_ idOrName: String) async throws -> Tenant? {
        state.withLock { $0.tenants[idOrName] ?? $0.tenants.values.first { $0.name == idOrName } }
    }

    func update(_ tenant: Tenant, audit: [AuditEntry]) async throws {
        try state.withLock { state in
            guard state.tenants[tenant.id] != nil else { throw IdentityError.unknownTenant(tenant.id) }
            state.tenants[tenant.id] = tenant
            state.entries += audit
        }
    }

    func insert(_ key: APIKey, audit: [AuditEntry]) async throws {
        state.withLock { state in
            state.keys[key.id] = key
            state.entries += audit
        }
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

    func revoke(
        _ idOrPrefix: String,
        at now: Date,
        audit: @escaping @Sendable (APIKey) -> AuditEntry
    ) async throws -> APIKey {
        try state.withLock { state in
            let found = state.keys.values.filter { $0.id == idOrPrefix || $0.prefix.hasPrefix(idOrPrefix) }
            guard var key = found.first else { throw IdentityError.unknownKey(idOrPrefix) }
            guard found.count == 1 else { throw IdentityError.ambiguousKey(idOrPrefix) }
            key.revokedAt = key.revokedAt ?? now
            state.keys[key.id] = key
            state.entries.append(audit(key))
            return key
        }
    }

    func rotate(
        _ idOrPrefix: String,
        endingAt end: Date,
        now: Date,
        make: @escaping @Sendable (APIKey) -> (APIKey, AuditEntry)
    ) async throws -> (old: APIKey, new: APIKey) {
        try state.withLock { state in
            guard var old = state.keys.values.first(where: { $0.id == idOrPrefix }) else {
                throw IdentityError.unknownKey(idOrPrefix)
            }
            guard old.status(at: now) == .active else { throw IdentityError.endedKey(idOrPrefix) }
            let (new, entry) = make(old)
            old.expiresAt = min(old.expiresAt ?? end, end)
            (state.keys[old.id], state.keys[new.id]) = (old, new)
            state.entries.append(entry)
            return (old, new)
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
