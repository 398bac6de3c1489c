package import Foundation

/// Who makes a request: a key of a tenant, both found good.
package struct Principal: Sendable, Hashable {
    /// The tenant.
    package let tenant: Tenant
    /// The key; one that nobody holds where ``isLocal``.
    package let key: APIKey
    /// Whether it is the machine's operator who acts for the tenant, over the administration's socket.
    package let isLocal: Bool

    package init(tenant: Tenant, key: APIKey) {
        self.tenant = tenant
        self.key = key
        isLocal = false
    }

    /// The machine's operator, who needs no key to act for a tenant.
    ///
    /// - Throws: ``AuthenticationFailure/suspended``.
    package init(localFor tenant: Tenant) throws(AuthenticationFailure) {
        guard tenant.status == .active else { throw .suspended }
        self.tenant = tenant
        key = APIKey(
            id: AdminService.commandLineActor,
            tenant: tenant.id,
            name: AdminService.commandLineActor,
            prefix: "",
            hash: "",
            scopes: [.admin],
            createdAt: tenant.createdAt,
            expiresAt: nil,
            revokedAt: nil,
            lastUsedAt: nil
        )
        isLocal = true
    }

    /// Whether the key may do it; `admin` may do everything, but read measurements only on the operator's tenant, because
    /// they tell of other tenants.
    package func has(_ scope: Scope) -> Bool {
        if key.scopes.contains(scope) { return true }
        guard key.scopes.contains(.admin) else { return false }
        return scope != .metrics || tenant.name == AdminService.operatorName
    }
}

/// Why a request's key is not accepted; the messages are Outpost v2's.
package enum AuthenticationFailure: Error, Sendable, Hashable, CaseIterable {
    /// There is no key in the request.
    case missing
    /// No such key exists.
    case unknown
    /// It was revoked.
    case revoked
    /// Its time is over.
    case expired
    /// Its tenant is suspended.
    case suspended

    /// The message for the client.
    package var message: String {
        switch self {
        case .missing: "API key required"
        case .unknown: "Invalid API key"
        case .revoked: "API key is revoked"
        case .expired: "API key has expired"
        case .suspended: "Tenant is suspended"
        }
    }
}

extension Principal {
    /// Judges a key that was found by its hash.
    ///
    /// - Throws: ``AuthenticationFailure``.
    package init(key: APIKey?, tenant: Tenant?, at now: Date) throws(AuthenticationFailure) {
        guard let key, let tenant, key.tenant == tenant.id else { throw .unknown }
        guard key.revokedAt == nil else { throw .revoked }
        if let end = key.expiresAt, end <= now { throw .expired }
        guard tenant.status == .active else { throw .suspended }
        self.init(tenant: tenant, key: key)
    }
}
