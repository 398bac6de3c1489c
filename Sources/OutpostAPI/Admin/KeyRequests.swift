/// `POST /admin/keys`.
package struct CreateKeyBody: Codable, Sendable, Hashable {
    /// The tenant's id or name.
    package var tenant: String
    /// 1 to 255 characters; absent means `default`.
    package var name: String?
    /// What it may do; absent means dispatch, status, list and cancel.
    package var scopes: [String]?
    /// When it ends, in the future; absent means never.
    package var expiresAt: APITime?

    package init(tenant: String, name: String? = nil, scopes: [String]? = nil, expiresAt: APITime? = nil) {
        self.tenant = tenant
        self.name = name
        self.scopes = scopes
        self.expiresAt = expiresAt
    }
}

/// A new key, the only time that it is shown.
package struct CreatedKeyBody: Codable, Sendable, Hashable {
    /// What is kept of it.
    package var key: KeyBody
    /// The key itself.
    package var secret: String

    package init(key: KeyBody, secret: String) {
        self.key = key
        self.secret = secret
    }
}

/// `POST /admin/keys/:id/rotate`.
package struct RotateKeyBody: Codable, Sendable, Hashable {
    /// Seconds that the old key works on; absent means a day.
    package var overlapSeconds: Int?

    package init(overlapSeconds: Int? = nil) {
        self.overlapSeconds = overlapSeconds
    }
}

/// A new key in the place of another, the only time that it is shown.
package struct RotatedKeyBody: Codable, Sendable, Hashable {
    /// What is kept of it.
    package var key: KeyBody
    /// The key itself.
    package var secret: String
    /// The old key, with its end.
    package var previous: KeyBody

    package init(key: KeyBody, secret: String, previous: KeyBody) {
        self.key = key
        self.secret = secret
        self.previous = previous
    }
}
