/// An API key, without the key itself.
package struct KeyBody: Codable, Sendable, Hashable {
    /// A lower-case UUID.
    package var id: String
    /// The id of its tenant.
    package var tenant: String
    /// For people.
    package var name: String
    /// The first twelve characters of the key.
    package var prefix: String
    /// `active`, `expired` or `revoked`, when the answer was made.
    package var status: String
    /// What it may do, sorted.
    package var scopes: [String]
    /// When it was made.
    package var createdAt: APITime
    /// When it ends; absent for never.
    package var expiresAt: APITime?
    /// When it was revoked; absent if it was not.
    package var revokedAt: APITime?
    /// When it was last used, to the minute; absent if it never was.
    package var lastUsedAt: APITime?

    package init(
        id: String,
        tenant: String,
        name: String,
        prefix: String,
        status: String,
        scopes: [String],
        createdAt: APITime,
        expiresAt: APITime?,
        revokedAt: APITime?,
        lastUsedAt: APITime?
    ) {
        self.id = id
        self.tenant = tenant
        self.name = name
        self.prefix = prefix
        self.status = status
        self.scopes = scopes
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
        self.lastUsedAt = lastUsedAt
    }
}

/// One key, as the answer to a request about it.
package struct KeyResponse: Codable, Sendable, Hashable {
    /// The key.
    package var key: KeyBody

    package init(key: KeyBody) {
        self.key = key
    }
}
