package import Foundation

/// A key as it is kept: never the key itself.
package struct APIKey: Sendable, Hashable, Codable {
    /// A lower-case UUID.
    package let id: String
    /// The tenant that it belongs to.
    package let tenant: String
    /// For people.
    package let name: String
    /// The first twelve characters of the key, to recognise it by.
    package let prefix: String
    /// SHA-256 of the key, lower-case hexadecimal.
    package let hash: String
    /// What it may do.
    package let scopes: Set<Scope>
    /// When it was made.
    package let createdAt: Date
    /// When it ends; nil never.
    package var expiresAt: Date?
    /// When it was revoked; nil if it was not.
    package var revokedAt: Date?
    /// When it was last used, to the minute.
    package var lastUsedAt: Date?

    package init(
        id: String,
        tenant: String,
        name: String,
        secret: APIKeySecret,
        scopes: Set<Scope>,
        createdAt: Date,
        expiresAt: Date?
    ) {
        self.id = id
        self.tenant = tenant
        self.name = name
        prefix = secret.prefix
        hash = secret.hash
        self.scopes = scopes
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }

    /// Restores a stored key.
    package init(
        id: String,
        tenant: String,
        name: String,
        prefix: String,
        hash: String,
        scopes: Set<Scope>,
        createdAt: Date,
        expiresAt: Date?,
        revokedAt: Date?,
        lastUsedAt: Date?
    ) {
        self.id = id
        self.tenant = tenant
        self.name = name
        self.prefix = prefix
        self.hash = hash
        self.scopes = scopes
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
        self.lastUsedAt = lastUsedAt
    }
}
