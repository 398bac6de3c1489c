package import Foundation

/// What the store keeps of the master key: enough to know it again, not to find it.
package struct VaultRecord: Sendable, Hashable {
    /// Which master key; see ``MasterKey/id``.
    package let masterKey: String
    /// A known text sealed under it: a wrong key cannot open it.
    package let keyCheck: Data
    /// Salt of a key that is made from a passphrase; random and unused otherwise.
    package let salt: Data

    package init(masterKey: String, keyCheck: Data, salt: Data) {
        self.masterKey = masterKey
        self.keyCheck = keyCheck
        self.salt = salt
    }
}

/// An owner's key, sealed under the master key.
package struct WrappedTenantKey: Sendable, Hashable {
    /// Whose secrets it seals.
    package let owner: SecretOwner
    /// From 1; the highest seals what is new.
    package let version: Int
    /// The master key that sealed it.
    package let masterKey: String
    /// Nonce, ciphertext and tag.
    package let wrapped: Data

    package init(owner: SecretOwner, version: Int, masterKey: String, wrapped: Data) {
        self.owner = owner
        self.version = version
        self.masterKey = masterKey
        self.wrapped = wrapped
    }
}

/// One version of a secret, sealed.
package struct SealedSecret: Sendable, Hashable {
    /// From 1, never used again for the same name.
    package let version: Int
    /// The version of the owner's key that seals the data key.
    package let tenantKey: Int
    /// The version's own key, sealed under the owner's.
    package let wrappedKey: Data
    /// The value, sealed under the version's own key.
    package let sealed: Data

    package init(version: Int, tenantKey: Int, wrappedKey: Data, sealed: Data) {
        self.version = version
        self.tenantKey = tenantKey
        self.wrappedKey = wrappedKey
        self.sealed = sealed
    }
}

/// What may be shown of a secret.
package struct SecretSummary: Sendable, Hashable {
    /// Which one.
    package let reference: SecretReference
    /// The version that is in use.
    package let version: Int
    /// When the first of its versions that was not removed was made.
    package let createdAt: Date
    /// When the version in use was made.
    package let updatedAt: Date
    /// Who made that version: a key's id, or ``AdminService/commandLineActor``.
    package let updatedBy: String
    /// When a dispatch last took it.
    package let lastUsedAt: Date?

    package init(
        reference: SecretReference,
        version: Int,
        createdAt: Date,
        updatedAt: Date,
        updatedBy: String,
        lastUsedAt: Date?
    ) {
        self.reference = reference
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.updatedBy = updatedBy
        self.lastUsedAt = lastUsedAt
    }
}

/// What may be shown of one version.
package struct SecretVersionSummary: Sendable, Hashable {
    /// From 1.
    package let version: Int
    /// When it was made.
    package let createdAt: Date
    /// Who made it.
    package let createdBy: String

    package init(version: Int, createdAt: Date, createdBy: String) {
        self.version = version
        self.createdAt = createdAt
        self.createdBy = createdBy
    }
}
