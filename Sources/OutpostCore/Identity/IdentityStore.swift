package import Foundation

/// Keeps tenants and keys.
///
/// Every call that changes something is durable when it returns.
package protocol IdentityStore: Sendable {
    /// Writes a new tenant.
    ///
    /// - Throws: ``IdentityError/nameTaken(_:)``.
    func insert(_ tenant: Tenant) async throws

    /// All tenants, by name.
    func tenants() async throws -> [Tenant]

    /// A tenant by id or name; nil when there is none.
    func tenant(_ idOrName: String) async throws -> Tenant?

    /// Changes a tenant's status, tier or limits.
    ///
    /// - Throws: ``IdentityError/unknownTenant(_:)``.
    func update(_ tenant: Tenant) async throws

    /// Writes a new key.
    func insert(_ key: APIKey) async throws

    /// A tenant's keys, the newest first, or everybody's.
    func keys(tenant: String?) async throws -> [APIKey]

    /// The key with that hash and its tenant; nil when there is none.
    func find(hash: String) async throws -> (key: APIKey, tenant: Tenant)?

    /// Revokes a key by id or prefix; a revoked one stays as it is.
    ///
    /// - Throws: ``IdentityError/unknownKey(_:)``, ``IdentityError/ambiguousKey(_:)``.
    func revoke(_ idOrPrefix: String, at now: Date) async throws -> APIKey

    /// Notes a use; at most one write a minute and key.
    func touch(_ key: APIKey, at now: Date) async throws
}

/// An administration call that makes no sense.
package enum IdentityError: Error, Sendable, Hashable {
    /// A tenant of that name exists.
    case nameTaken(String)
    /// There is no such tenant.
    case unknownTenant(String)
    /// There is no such key.
    case unknownKey(String)
    /// More than one key begins like that.
    case ambiguousKey(String)
}
