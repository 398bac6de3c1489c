package import Foundation

extension AdminService {
    /// Makes a key; its secret is returned here and never again.
    ///
    /// The operator's tenant is made if this is its first key.
    ///
    /// - Parameters:
    ///   - idOrName: the tenant.
    ///   - name: 1 to 255 characters; nil means `default`.
    ///   - scopes: scopes' words; nil means ``Scope/defaults``.
    ///   - expiresAt: a time in the future; nil means never.
    ///   - actor: the id of the key that asks, or ``commandLineActor``.
    /// - Returns: what is kept of the key, and the key itself.
    /// - Throws: ``InvalidAdministration``, ``IdentityError/unknownTenant(_:)``.
    package func createKey(
        tenant idOrName: String,
        name: String? = nil,
        scopes: [String]? = nil,
        expiresAt: Date? = nil,
        by actor: String
    ) async throws -> (key: APIKey, secret: APIKeySecret) {
        let now = now()
        let name = name ?? "default"
        var check = AdministrationCheck()
        check.name(name)
        let granted = check.scopes(scopes)
        if let expiresAt, expiresAt <= now { check.refuse("expiresAt", "must be in the future") }
        try check.finish()
        let isOperator = idOrName == Self.operatorName
        let tenant = isOperator ? try await operatorTenant(by: actor) : try await tenant(idOrName)
        let secret = makeSecret()
        let key = APIKey(
            id: makeID(),
            tenant: tenant.id,
            name: name,
            secret: secret,
            scopes: granted,
            createdAt: now,
            expiresAt: expiresAt
        )
        let row = entry("key.create", tenant: tenant.id, resource: key.id, by: actor)
        try await identities.insert(key, audit: [row])
        return (key, secret)
    }

    /// A tenant's keys, the newest first, or everybody's.
    ///
    /// - Throws: ``IdentityError/unknownTenant(_:)``.
    package func keys(tenant idOrName: String?) async throws -> [APIKey] {
        guard let idOrName else { return try await identities.keys(tenant: nil) }
        return try await identities.keys(tenant: try await tenant(idOrName).id)
    }

    /// Revokes a key by its id or the beginning of its prefix; a revoked one stays as it is.
    ///
    /// - Throws: ``IdentityError/unknownKey(_:)``, ``IdentityError/ambiguousKey(_:)``.
    package func revoke(_ idOrPrefix: String, by actor: String) async throws -> APIKey {
        try await identities.revoke(idOrPrefix, at: now()) { key in
            entry("key.revoke", tenant: key.tenant, resource: key.id, by: actor)
        }
    }

    /// Seconds that the old key works on beside the new one, where nobody says otherwise.
    package static let standardOverlap = 86_400
    /// Seconds that an old key may work on.
    package static let overlapRange = 0...2_592_000

    /// Makes a key with the tenant, name, scopes and lifetime of another, which ends after an overlap.
    ///
    /// - Parameters:
    ///   - idOrPrefix: the old key; it has to work.
    ///   - overlap: seconds that both work; nil means ``standardOverlap``.
    ///   - actor: the id of the key that asks, or ``commandLineActor``.
    /// - Returns: what is kept of the new key, the key itself, and the old key as it is now.
    /// - Throws: ``InvalidAdministration``, ``IdentityError/unknownKey(_:)``, ``IdentityError/ambiguousKey(_:)``,
    ///   ``IdentityError/endedKey(_:)``.
    package func rotate(
        _ idOrPrefix: String,
        overlap: Int? = nil,
        by actor: String
    ) async throws -> (key: APIKey, secret: APIKeySecret, old: APIKey) {
        let overlap = overlap ?? Self.standardOverlap
        var check = AdministrationCheck()
        if !Self.overlapRange.contains(overlap) {
            let range = Self.overlapRange
            check.refuse("overlapSeconds", "must be between \(range.lowerBound) and \(range.upperBound)")
        }
        try check.finish()
        let (now, secret, id) = (now(), makeSecret(), makeID())
        let end = now.addingTimeInterval(TimeInterval(overlap))
        let rotated = try await identities.rotate(idOrPrefix, endingAt: end, now: now) { old in
            let key = APIKey(
                id: id,
                tenant: old.tenant,
                name: old.name,
                secret: secret,
                scopes: old.scopes,
                createdAt: now,
                expiresAt: old.expiresAt.map { now.addingTimeInterval($0.timeIntervalSince(old.createdAt)) }
            )
            return (key, entry("key.rotate", tenant: old.tenant, resource: "\(old.id) to \(id)", by: actor))
        }
        return (rotated.new, secret, rotated.old)
    }
}

extension AdministrationCheck {
    /// The scopes that the words name; the defaults where there are none.
    fileprivate mutating func scopes(_ words: [String]?) -> Set<Scope> {
        guard let words else { return Scope.defaults }
        if words.isEmpty { refuse("scopes", "Array must contain at least 1 element(s)") }
        var scopes: Set<Scope> = []
        for (index, text) in words.enumerated() {
            if let scope = word(text, "scopes.\(index)", as: Scope.self) { scopes.insert(scope) }
        }
        return scopes
    }
}
