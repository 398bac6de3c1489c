internal import Crypto
package import Foundation

/// How far a change of keys went.
package struct RewrapReport: Sendable, Hashable {
    /// The id of the master key in use.
    package let masterKey: String
    /// Owners whose keys were replaced.
    package let owners: Int
    /// Versions of secrets that were sealed anew.
    package let secrets: Int

    package init(masterKey: String, owners: Int, secrets: Int) {
        self.masterKey = masterKey
        self.owners = owners
        self.secrets = secrets
    }
}

extension SecretVault {
    /// Whether a change of keys was begun and not finished.
    package var isRewrapping: Bool {
        get async throws { try await store.nextVaultRecord() != nil }
    }

    /// Whether this is the master key in use.
    package func uses(_ key: MasterKey) async throws -> Bool {
        try await store.vaultRecord()?.masterKey == key.id
    }

    /// Puts a new master key and new keys of all owners in the place of the old ones, and seals every version anew.
    ///
    /// Dispatches find their secrets meanwhile, and new ones may be stored. Each step is durable before the next and
    /// may be the last of this process: the same call, with the same key, goes on from there.
    ///
    /// - Parameters:
    ///   - next: the new master key, already kept where the next start finds it.
    ///   - actor: who does it.
    ///   - now: the time.
    /// - Returns: what was done by this call.
    /// - Throws: ``SecretError/wrongMasterKey(stored:given:)`` when a change to another key is under way;
    ///   ``SecretError/damaged(_:)`` for a version that does not open, which has to be set anew or removed first; or
    ///   the store's own error.
    package func rewrap(to next: MasterKey, by actor: String, at now: Date) async throws -> RewrapReport {
        if try await uses(next) { return RewrapReport(masterKey: next.id, owners: 0, secrets: 0) }
        let fresh = try Self.record(of: next, salt: RandomBytes.make(Self.saltBytes), context)
        let record = try await store.begin(fresh)
        try Self.check(next, record, context)
        ring.prepare(next)
        var (owners, secrets) = (0, 0)
        let entry = AuditEntry(
            at: now,
            tenant: AdminService.operatorName,
            actor: actor,
            action: "vault.rewrap",
            resource: "master key \(next.id)"
        )
        repeat {
            for key in try await oldKeys(next) {
                secrets += try await replace(key, next)
                owners += 1
            }
        } while try await !store.finish(record, audit: entry)
        return RewrapReport(masterKey: next.id, owners: owners, secrets: secrets)
    }

    /// Keys of owners that another master key seals.
    private func oldKeys(_ next: MasterKey) async throws -> [WrappedTenantKey] {
        try await store.tenantKeys().filter { $0.masterKey != next.id }
    }

    /// - Returns: how many versions were sealed anew.
    private func replace(_ old: WrappedTenantKey, _ next: MasterKey) async throws -> Int {
        let known = try await store.tenantKey(old.owner, version: nil) ?? old
        let new =
            if known.masterKey == next.id {
                known
            } else {
                try await store.insert(try freshKey(of: old.owner, version: known.version + 1))
            }
        var count = 0
        while true {
            let found = try await store.sealed(under: old)
            for (reference, secret) in found {
                try await store.replace(secret, by: try reseal(secret, of: reference, old, new), of: reference)
                count += 1
            }
            if found.isEmpty { break }
        }
        try await store.remove(old)
        return count
    }

    private func reseal(
        _ secret: SealedSecret,
        of reference: SecretReference,
        _ old: WrappedTenantKey,
        _ new: WrappedTenantKey
    ) throws -> SealedSecret {
        do {
            let value = try context.open(secret, of: reference, under: try open(old))
            return try context.seal(
                value,
                as: reference,
                version: secret.version,
                under: try open(new),
                numbered: new.version
            )
        } catch is CryptoKitError {
            throw SecretError.damaged(reference)
        }
    }
}
