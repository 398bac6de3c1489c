package import Foundation

/// Keeps sealed secrets; it sees no value and no key.
///
/// Every call that changes something is durable when it returns, and its audit row is written with it or not at all.
package protocol SecretStore: Sendable {
    /// What is known of the master key; nil before the first secret.
    func vaultRecord() async throws -> VaultRecord?

    /// Writes what is known of the master key, once.
    ///
    /// - Returns: the record that is there afterwards: somebody else's, if it was first.
    func insert(_ record: VaultRecord) async throws -> VaultRecord

    /// An owner's key of that version, or the newest; nil when there is none.
    func tenantKey(_ owner: SecretOwner, version: Int?) async throws -> WrappedTenantKey?

    /// Writes an owner's key.
    ///
    /// - Returns: the key of that version that is there afterwards: somebody else's, if it was first.
    func insert(_ key: WrappedTenantKey) async throws -> WrappedTenantKey

    /// Writes a secret's next version.
    ///
    /// - Parameters:
    ///   - change: which secret, who and when.
    ///   - keeping: older versions that stay.
    ///   - seal: seals the value for the number that the version gets, which was never used for this name before.
    /// - Returns: what may be shown of the new version.
    /// - Throws: what `seal` throws, ``SecretError/rekeyed(_:)`` when the key that it sealed under is gone, or the
    ///   database's own error.
    func add(
        _ change: SecretChange,
        keeping: Int,
        seal: @escaping @Sendable (Int) throws -> SealedSecret
    ) async throws -> SecretSummary

    /// The version in use and its owner's key, after the use is recorded; nil when there is no such secret.
    func use(_ use: SecretChange) async throws -> UsedSecret?

    /// All versions that are kept, the newest first, each with its key, after the access is recorded for each.
    func recall(_ recall: SecretChange) async throws -> [UsedSecret]

    /// The newest of the versions that are kept, the newest first, each with its key; no access is recorded.
    func newest(_ count: Int, of reference: SecretReference) async throws -> [UsedSecret]

    /// What came with a dispatch's request, with its owner's key; nil when nothing is kept.
    func requestSecret(_ reference: SecretReference) async throws -> UsedSecret?

    /// What may be shown of a secret; nil when there is none.
    func summary(of reference: SecretReference) async throws -> SecretSummary?

    /// An owner's secrets of a kind, by name.
    func summaries(of owner: SecretOwner, kind: SecretKind) async throws -> [SecretSummary]

    /// A secret's versions, the newest first.
    func versions(of reference: SecretReference) async throws -> [SecretVersionSummary]

    /// Removes a secret's versions; nil when there is no such secret.
    func remove(_ change: SecretChange) async throws -> SecretSummary?

    /// The master key that is to take over; nil while none is.
    func nextVaultRecord() async throws -> VaultRecord?

    /// Notes the master key that is to take over, unless there is one.
    ///
    /// - Returns: the record that is there afterwards.
    func begin(_ next: VaultRecord) async throws -> VaultRecord

    /// Every owner's keys, each owner's oldest first.
    func tenantKeys() async throws -> [WrappedTenantKey]

    /// Versions that an owner's key seals, and what came with requests, a hundred of each at most.
    func sealed(under key: WrappedTenantKey) async throws -> [(reference: SecretReference, secret: SealedSecret)]

    /// Puts another sealing of the same version in the place of one, if it is still there.
    func replace(_ secret: SealedSecret, by new: SealedSecret, of reference: SecretReference) async throws

    /// Removes an owner's key, unless a version is sealed under it.
    func remove(_ key: WrappedTenantKey) async throws

    /// Lets the next master key take over, if no key is left that the old one seals.
    ///
    /// - Returns: whether it has taken over.
    func finish(_ next: VaultRecord, audit: AuditEntry) async throws -> Bool
}

/// A secret's version with the key that seals it.
package struct UsedSecret: Sendable, Hashable {
    /// The version in use.
    package let secret: SealedSecret
    /// The owner's key; nil when it is gone.
    package let key: WrappedTenantKey?

    package init(secret: SealedSecret, key: WrappedTenantKey?) {
        self.secret = secret
        self.key = key
    }
}

/// Something that is done with a secret: which one, by whom, when.
package struct SecretChange: Sendable, Hashable {
    /// The secret.
    package let reference: SecretReference
    /// Who does it.
    package let actor: String
    /// When.
    package let at: Date

    package init(reference: SecretReference, actor: String, at: Date) {
        self.reference = reference
        self.actor = actor
        self.at = at
    }

    /// Its row in the audit trail.
    ///
    /// - Parameters:
    ///   - action: `set`, `use`, `recall`, `refresh` or `remove`.
    ///   - version: the version that it was done to.
    /// - Returns: the row.
    package func audit(_ action: String, version: Int) -> AuditEntry {
        let subject =
            switch reference.kind {
            case .environment: "secret"
            case .git: "git-credential"
            case .webhook: "webhook-secret"
            case .dispatch: "request-secret"
            }
        return AuditEntry(
            at: at,
            tenant: reference.owner.text,
            actor: actor,
            action: "\(subject).\(action)",
            resource: "\(reference.name) version \(version)"
        )
    }
}
