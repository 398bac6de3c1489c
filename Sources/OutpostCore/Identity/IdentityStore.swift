package import Foundation

/// Keeps tenants and keys.
///
/// Every call that changes something is durable when it returns, and its audit rows are written with it or not at all.
package protocol IdentityStore: Sendable {
    /// Writes a new tenant.
    ///
    /// - Throws: ``IdentityError/nameTaken(_:)``.
    func insert(_ tenant: Tenant, audit: [AuditEntry]) async throws

    /// All tenants, by name.
    func tenants() async throws -> [Tenant]

    /// A tenant by id or name; nil when there is none.
    func tenant(_ idOrName: String) async throws -> Tenant?

    /// Changes a tenant's status, tier or limits.
    ///
    /// - Throws: ``IdentityError/unknownTenant(_:)``.
    func update(_ tenant: Tenant, audit: [AuditEntry]) async throws

    /// Writes a new key.
    func insert(_ key: APIKey, audit: [AuditEntry]) async throws

    /// A tenant's keys, the newest first, or everybody's.
    func keys(tenant: String?) async throws -> [APIKey]

    /// The key with that hash and its tenant; nil when there is none.
    func find(hash: String) async throws -> (key: APIKey, tenant: Tenant)?

    /// Revokes a key by id or prefix; a revoked one stays as it is.
    ///
    /// - Throws: ``IdentityError/unknownKey(_:)``, ``IdentityError/ambiguousKey(_:)``.
    func revoke(
        _ idOrPrefix: String,
        at now: Date,
        audit: @escaping @Sendable (APIKey) -> AuditEntry
    ) async throws -> APIKey

    /// Writes a key that takes the place of another, named by id or prefix, which ends at the given time or earlier.
    ///
    /// - Parameters:
    ///   - idOrPrefix: the old key.
    ///   - end: when it stops working.
    ///   - now: the time.
    ///   - make: makes the new key and the audit row.
    /// - Returns: the old key as it is now, and the new one.
    /// - Throws: ``IdentityError/unknownKey(_:)``, ``IdentityError/ambiguousKey(_:)``,
    ///   ``IdentityError/endedKey(_:)``.
    func rotate(
        _ idOrPrefix: String,
        endingAt end: Date,
        now: Date,
        make: @escaping @Sendable (APIKey) -> (APIKey, AuditEntry)
    ) async throws -> (old: APIKey, new: APIKey)

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
    /// The key with this id is expired or revoked.
    case endedKey(String)
}
