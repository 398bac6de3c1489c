internal import OutpostCore
internal import Synchronization
internal import TestSupport

/// A secret store that dies at one of its writes, before or after it.
final class BreakingStore: SecretStore {
    struct Death: Error {}

    private let store: any SecretStore
    private let left: Mutex<Int>
    private let isBefore: Bool
    /// Runs whenever a version was asked for, before it is sealed.
    let adding = Observed<@Sendable () async throws -> Void>({})

    /// - Parameters:
    ///   - store: keeps the rows.
    ///   - writes: writes that go well.
    ///   - isBefore: whether the one that dies is not done.
    init(_ store: any SecretStore, writes: Int, before isBefore: Bool) {
        self.store = store
        left = Mutex(writes)
        self.isBefore = isBefore
    }

    private func write<Value>(_ body: () async throws -> Value) async throws -> Value {
        let dies = left.withLock { left in
            left -= 1
            return left < 0
        }
        if dies && isBefore { throw Death() }
        let value = try await body()
        if dies { throw Death() }
        return value
    }

    func vaultRecord() async throws -> VaultRecord? { try await store.vaultRecord() }
    func insert(_ record: VaultRecord) async throws -> VaultRecord {
        try await write { try await store.insert(record) }
    }
    func tenantKey(_ owner: SecretOwner, version: Int?) async throws -> WrappedTenantKey? {
        try await store.tenantKey(owner, version: version)
    }
    func insert(_ key: WrappedTenantKey) async throws -> WrappedTenantKey {
        try await write { try await store.insert(key) }
    }
    func add(
        _ change: SecretChange,
        keeping: Int,
        seal: @escaping @Sendable (Int) throws -> SealedSecret
    ) async throws -> SecretSummary {
        try await adding.value()
        return try await write { try await store.add(change, keeping: keeping, seal: seal) }
    }
    func use(_ use: SecretChange) async throws -> UsedSecret? { try await store.use(use) }
    func recall(_ recall: SecretChange) async throws -> [UsedSecret] { try await store.recall(recall) }
    func newest(_ count: Int, of reference: SecretReference) async throws -> [UsedSecret] {
        try await store.newest(count, of: reference)
    }
    func requestSecret(_ reference: SecretReference) async throws -> UsedSecret? {
        try await store.requestSecret(reference)
    }
    func summary(of reference: SecretReference) async throws -> SecretSummary? {
        try await store.summary(of: reference)
    }
    func summaries(of owner: SecretOwner, kind: SecretKind) async throws -> [SecretSummary] {
        try await store.summaries(of: owner, kind: kind)
    }
    func versions(of reference: SecretReference) async throws -> [SecretVersionSummary] {
        try await store.versions(of: reference)
    }
    func remove(_ change: SecretChange) async throws -> SecretSummary? { try await store.remove(change) }
    func nextVaultRecord() async throws -> VaultRecord? { try await store.nextVaultRecord() }
    func begin(_ next: VaultRecord) async throws -> VaultRecord { try await write { try await store.begin(next) } }
    func tenantKeys() async throws -> [WrappedTenantKey] { try await store.tenantKeys() }
    func sealed(under key: WrappedTenantKey) async throws -> [(reference: SecretReference, secret: SealedSecret)] {
        try await store.sealed(under: key)
    }
    func replace(_ secret: SealedSecret, by new: SealedSecret, of reference: SecretReference) async throws {
        try await write { try await store.replace(secret, by: new, of: reference) }
    }
    func remove(_ key: WrappedTenantKey) async throws { try await write { try await store.remove(key) } }
    func finish(_ next: VaultRecord, audit: AuditEntry) async throws -> Bool {
        try await write { try await store.finish(next, audit: audit) }
    }
}
