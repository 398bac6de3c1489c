/// What may be shown of a secret; never its value.
package struct SecretBody: Codable, Sendable, Hashable {
    /// The variable's name.
    package var name: String
    /// The version in use, from 1.
    package var version: Int
    /// When the oldest version that is kept was made.
    package var createdAt: APITime
    /// When the version in use was made.
    package var updatedAt: APITime
    /// Who made it: a key's id, or `operator`.
    package var updatedBy: String
    /// When a dispatch last took it; absent if none did.
    package var lastUsedAt: APITime?
    /// The versions that are kept, the newest first; only in the answer about one secret.
    package var versions: [SecretVersionBody]?
    /// How it gets new values; absent when nobody but people gives it any.
    package var refresh: SecretRefreshBody?

    package init(
        name: String,
        version: Int,
        createdAt: APITime,
        updatedAt: APITime,
        updatedBy: String,
        lastUsedAt: APITime?,
        versions: [SecretVersionBody]? = nil,
        refresh: SecretRefreshBody? = nil
    ) {
        self.name = name
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.updatedBy = updatedBy
        self.lastUsedAt = lastUsedAt
        self.versions = versions
        self.refresh = refresh
    }
}

/// What may be shown of one version.
package struct SecretVersionBody: Codable, Sendable, Hashable {
    /// From 1.
    package var version: Int
    /// When it was made.
    package var createdAt: APITime
    /// Who made it.
    package var createdBy: String

    package init(version: Int, createdAt: APITime, createdBy: String) {
        self.version = version
        self.createdAt = createdAt
        self.createdBy = createdBy
    }
}

/// One secret, as the answer to a request about it.
package struct SecretResponse: Codable, Sendable, Hashable {
    /// The secret.
    package var secret: SecretBody

    package init(secret: SecretBody) {
        self.secret = secret
    }
}

/// `PUT /admin/…/secrets/:name`.
package struct SetSecretBody: Codable, Sendable, Hashable {
    /// The value, 1 to 65536 bytes.
    package var value: String

    package init(value: String) {
        self.value = value
    }
}
