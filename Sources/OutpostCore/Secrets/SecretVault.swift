internal import Crypto
package import Foundation

/// The encrypted store of secrets.
///
/// The master key seals a key for each owner, that key seals a fresh one for each version, and that one seals the value
/// (AES-256-GCM). Every sealed text is bound to the installation and to all that names it, so that a row that was
/// changed, swapped or put back does not open. There is no call that gives a value to anybody but a dispatch and the
/// signing of webhooks' messages.
package struct SecretVault: Sendable {
    let store: any SecretStore
    let ring: KeyRing
    let context: SealingContext

    /// Old versions that are kept beside the one in use.
    package static let keptVersions = 5
    /// Bytes of the salt for passphrases.
    static let saltBytes = 16

    /// Opens the store; the first time, the master key becomes its own.
    ///
    /// - Parameters:
    ///   - store: keeps the rows.
    ///   - material: the master key, or what makes it.
    ///   - next: the key that is to take over, where there is one; it has to be given while the store awaits it.
    ///   - instance: the installation's id.
    /// - Throws: ``SecretError/wrongMasterKey(stored:given:)``, ``SecretError/weakPassphrase(minimum:)``, or the
    ///   store's own error.
    package init(
        opening store: any SecretStore,
        with material: MasterKeyMaterial,
        next: MasterKey? = nil,
        instance: String
    ) async throws {
        context = SealingContext(instance: instance)
        self.store = store
        guard let record = try await store.vaultRecord() else {
            let salt = RandomBytes.make(Self.saltBytes)
            let master = try material.key(salt: salt)
            let record = try Self.record(of: master, salt: salt, context)
            try Self.check(master, try await store.insert(record), context)
            ring = KeyRing(current: master)
            return
        }
        if let next, next.id == record.masterKey {
            // It took over, and whoever saw to it was killed before the files were put right.
            try Self.check(next, record, context)
            ring = KeyRing(current: next)
            return
        }
        let master = try material.key(salt: record.salt)
        try Self.check(master, record, context)
        ring = KeyRing(current: master)
        if let pending = try await store.nextVaultRecord() {
            guard let next else { throw SecretError.missingNextMasterKey(pending.masterKey) }
            try Self.check(next, pending, context)
            ring.prepare(next)
        }
    }

    /// What is kept of a master key.
    static func record(of master: MasterKey, salt: Data, _ context: SealingContext) throws -> VaultRecord {
        let check = try Sealing.seal(
            Data(context.instance.utf8),
            under: master.checking,
            boundTo: context.keyCheck(master.id, salt: salt)
        )
        return VaultRecord(masterKey: master.id, keyCheck: check, salt: salt)
    }

    static func check(_ master: MasterKey, _ record: VaultRecord, _ context: SealingContext) throws {
        let bound = context.keyCheck(master.id, salt: record.salt)
        guard master.id == record.masterKey,
            (try? Sealing.open(record.keyCheck, under: master.checking, boundTo: bound)) != nil
        else { throw SecretError.wrongMasterKey(stored: record.masterKey, given: master.id) }
    }

    /// Stores a new version, which is the one in use from then on; older ones than the last
    /// ``keptVersions`` go.
    ///
    /// - Parameters:
    ///   - value: what ``SecretValue/problem`` finds nothing wrong with.
    ///   - reference: which secret; it is made when absent.
    ///   - actor: who does it.
    ///   - now: the time.
    /// - Returns: what may be shown of the new version.
    /// - Throws: ``SecretError``, or the store's own error; ``SecretError/rekeyed(_:)`` where the owner's key was replaced
    ///   twice meanwhile.
    package func set(
        _ value: SecretValue,
        for reference: SecretReference,
        by actor: String,
        at now: Date
    ) async throws -> SecretSummary {
        let change = SecretChange(reference: reference, actor: actor, at: now)
        do {
            return try await add(value, change)
        } catch SecretError.rekeyed {
            return try await add(value, change)
        }
    }

    private func add(_ value: SecretValue, _ change: SecretChange) async throws -> SecretSummary {
        let (reference, context) = (change.reference, context)
        let (number, key) = try await currentKey(for: reference)
        return try await store.add(change, keeping: Self.keptVersions) { version in
            try context.seal(Data(value.text.utf8), as: reference, version: version, under: key, numbered: number)
        }
    }

    /// The value in use, for a dispatch; the use is recorded before the value is returned.
    ///
    /// - Returns: nil when there is no such secret.
    /// - Throws: ``SecretError/damaged(_:)``, or the store's own error when the use cannot be recorded.
    package func value(of reference: SecretReference, by actor: String, at now: Date) async throws -> SecretValue? {
        let use = SecretChange(reference: reference, actor: actor, at: now)
        return try await store.use(use).map { try text($0, of: reference) }
    }

    /// The values of all versions that are kept, the newest first; the access is recorded before they are returned.
    ///
    /// - Throws: as ``value(of:by:at:)`` does.
    package func keptValues(of reference: SecretReference, by actor: String, at now: Date) async throws -> [SecretValue]
    {
        let recall = SecretChange(reference: reference, actor: actor, at: now)
        return try await store.recall(recall).map { try text($0, of: reference) }
    }

    func text(_ used: UsedSecret, of reference: SecretReference) throws -> SecretValue {
        SecretValue(String(decoding: try open(used, of: reference), as: UTF8.self))
    }

    /// - Throws: ``SecretError/damaged(_:)``.
    func open(_ used: UsedSecret, of reference: SecretReference) throws -> Data {
        guard let key = used.key else { throw SecretError.damaged(reference) }
        do {
            return try context.open(used.secret, of: reference, under: try open(key))
        } catch is CryptoKitError {
            throw SecretError.damaged(reference)
        }
    }

    /// Whether there is such a secret; nothing is opened or recorded.
    package func contains(_ reference: SecretReference) async throws -> Bool {
        try await store.summary(of: reference) != nil
    }

    /// An owner's secrets of a kind, by name.
    package func list(_ owner: SecretOwner, kind: SecretKind) async throws -> [SecretSummary] {
        try await store.summaries(of: owner, kind: kind)
    }

    /// A secret and its versions, the newest first.
    ///
    /// - Throws: ``SecretError/unknown(_:)``.
    package func versions(
        of reference: SecretReference
    ) async throws -> (secret: SecretSummary, versions: [SecretVersionSummary]) {
        guard let secret = try await store.summary(of: reference) else { throw SecretError.unknown(reference) }
        return (secret, try await store.versions(of: reference))
    }

    /// Removes a secret with all its versions; their numbers are not used again.
    ///
    /// - Returns: what it was.
    /// - Throws: ``SecretError/unknown(_:)``.
    package func remove(_ reference: SecretReference, by actor: String, at now: Date) async throws -> SecretSummary {
        let change = SecretChange(reference: reference, actor: actor, at: now)
        guard let removed = try await store.remove(change) else { throw SecretError.unknown(reference) }
        return removed
    }

    /// The owner's newest key, made when this is its first secret.
    func currentKey(for reference: SecretReference) async throws -> (version: Int, key: SymmetricKey) {
        let owner = reference.owner
        do {
            let known = try await store.tenantKey(owner, version: nil)
            let key = if let known { known } else { try await store.insert(try freshKey(of: owner, version: 1)) }
            return (key.version, try open(key))
        } catch is CryptoKitError {
            throw SecretError.damaged(reference)
        }
    }

    /// A new key of an owner, under the master key that is to last.
    func freshKey(of owner: SecretOwner, version: Int) throws -> WrappedTenantKey {
        let master = ring.newest
        let bound = context.tenantKey(owner, version: version, master: master.id)
        return WrappedTenantKey(
            owner: owner,
            version: version,
            masterKey: master.id,
            wrapped: try Sealing.seal(RandomBytes.make(MasterKey.byteCount), under: master.wrapping, boundTo: bound)
        )
    }

    /// - Throws: `CryptoKitError`, also when no master key that is known seals it.
    func open(_ key: WrappedTenantKey) throws -> SymmetricKey {
        guard let master = ring.key(key.masterKey) else { throw CryptoKitError.authenticationFailure }
        let bound = context.tenantKey(key.owner, version: key.version, master: key.masterKey)
        return SymmetricKey(data: try Sealing.open(key.wrapped, under: master.wrapping, boundTo: bound))
    }
}
