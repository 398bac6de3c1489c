internal import Foundation
internal import OutpostCore
internal import Synchronization

/// Sealed secrets in memory.
final class MemorySecretStore: SecretStore {
    private struct Unasked: Error {}

    private struct State {
        var record: VaultRecord?
        var keys: [SecretOwner: WrappedTenantKey] = [:]
        var secrets: [SecretReference: [(secret: SealedSecret, change: SecretChange)]] = [:]
        var audit: [AuditEntry] = []
    }

    private let state = Mutex(State())

    var audit: [AuditEntry] { state.withLock { $0.audit } }

    func vaultRecord() async throws -> VaultRecord? { state.withLock { $0.record } }

    func insert(_ record: VaultRecord) async throws -> VaultRecord {
        state.withLock { state in
            state.record = state.record ?? record
            return state.record ?? record
        }
    }

    func tenantKey(_ owner: SecretOwner, version: Int?) async throws -> WrappedTenantKey? {
        state.withLock { $0.keys[owner] }
    }

    func insert(_ key: WrappedTenantKey) async throws -> WrappedTenantKey {
        state.withLock { state in
            let kept = state.keys[key.owner] ?? key
            state.keys[key.owner] = kept
            return kept
        }
    }

    func add(
        _ change: SecretChange,
        keeping: Int,
        seal: @escaping @Sendable (Int) throws -> SealedSecret
    ) async throws -> SecretSummary {
        try state.withLock { state in
            let secret = try seal((state.secrets[change.reference]?.count ?? 0) + 1)
            state.secrets[change.reference, default: []].append((secret, change))
            state.audit.append(change.audit("set", version: secret.version))
            return Self.summary(secret, change)
        }
    }

    func use(_ use: SecretChange) async throws -> UsedSecret? {
        state.withLock { state in
            state.secrets[use.reference]?.last.map { last in
                UsedSecret(secret: last.secret, key: state.keys[use.reference.owner])
            }
        }
    }

    func recall(_ recall: SecretChange) async throws -> [UsedSecret] {
        try await newest(.max, of: recall.reference)
    }

    func newest(_ count: Int, of reference: SecretReference) async throws -> [UsedSecret] {
        state.withLock { state in
            (state.secrets[reference] ?? []).reversed().prefix(count).map {
                UsedSecret(secret: $0.secret, key: state.keys[reference.owner])
            }
        }
    }

    func requestSecret(_ reference: SecretReference) async throws -> UsedSecret? { throw Unasked() }
    func nextVaultRecord() async throws -> VaultRecord? { nil }
    func begin(_ next: VaultRecord) async throws -> VaultRecord { throw Unasked() }
    func tenantKeys() async throws -> [WrappedTenantKey] { throw Unasked() }
    func sealed(under key: WrappedTenantKey) async throws -> [(reference: SecretReference, secret: SealedSecret)] {
        throw Unasked()
    }
    func replace(_ secret: SealedSecret, by new: SealedSecret, of reference: SecretReference) async throws {
        throw Unasked()
    }
    func remove(_ key: WrappedTenantKey) async throws { throw Unasked() }
    func finish(_ next: VaultRecord, audit: AuditEntry) async throws -> Bool { throw Unasked() }

    func summary(of reference: SecretReference) async throws -> SecretSummary? {
        state.withLock { state in state.secrets[reference]?.last.map { Self.summary($0.secret, $0.change) } }
    }

    func summaries(of owner: SecretOwner, kind: SecretKind) async throws -> [SecretSummary] {
        state.withLock { state in
            state.secrets.filter { $0.key.owner == owner && $0.key.kind == kind }
                .compactMap { $0.value.last.map { Self.summary($0.secret, $0.change) } }
                .sorted { $0.reference.name < $1.reference.name }
        }
    }

    func versions(of reference: SecretReference) async throws -> [SecretVersionSummary] {
        state.withLock { state in
            (state.secrets[reference] ?? []).reversed().map {
                SecretVersionSummary(version: $0.secret.version, createdAt: $0.change.at, createdBy: $0.change.actor)
            }
        }
    }

    func remove(_ change: SecretChange) async throws -> SecretSummary? {
        state.withLock { state in
            guard let last = state.secrets.removeValue(forKey: change.reference)?.last else { return nil }
            state.audit.append(change.audit("remove", version: last.secret.version))
            return Self.summary(last.secret, last.change)
        }
    }

    private static func summary(_ secret: SealedSecret, _ change: SecretChange) -> SecretSummary {
        SecretSummary(
            reference: change.reference,
            version: secret.version,
            createdAt: change.at,
            updatedAt: change.at,
            updatedBy: change.actor,
            lastUsedAt: nil
        )
    }
}
