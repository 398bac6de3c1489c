package import Foundation

/// The egress policy, as its administrator handles it: the same for the command line and for HTTP.
///
/// Every change leaves a row in the audit trail. It holds for dispatches that start afterwards.
package struct EgressService: EgressSource {
    /// What the names of presets mean.
    package let presets: EgressPresets
    private let store: any EgressPolicyStore
    private let identities: any IdentityStore
    private let now: @Sendable () -> Date

    /// - Parameters:
    ///   - store: keeps the policies.
    ///   - identities: finds tenants.
    ///   - presets: what came with the program, and the operator's own.
    ///   - now: the time.
    package init(
        store: any EgressPolicyStore,
        identities: any IdentityStore,
        presets: EgressPresets,
        now: @escaping @Sendable () -> Date
    ) {
        self.store = store
        self.identities = identities
        self.presets = presets
        self.now = now
    }

    /// The policy that holds for a tenant, or for all of which nothing else is said.
    ///
    /// - Parameter tenant: its id or name; nil for all.
    /// - Returns: what is said for the tenant over what is said for all.
    /// - Throws: ``IdentityError/unknownTenant(_:)``.
    package func policy(tenant: String?) async throws -> EgressPolicy {
        try await policy(of: try await owner(tenant))
    }

    /// Changes what is said for a tenant, or for all.
    ///
    /// - Parameters:
    ///   - change: what to change.
    ///   - tenant: its id or name; nil for all.
    ///   - actor: the id of the key that asks, or ``AdminService/commandLineActor``.
    /// - Returns: the policy that holds afterwards.
    /// - Throws: ``InvalidAdministration``, ``IdentityError/unknownTenant(_:)``.
    package func change(_ change: EgressChange, tenant: String?, by actor: String) async throws -> EgressPolicy {
        let edit = try change.checked(presets)
        let owner = try await owner(tenant)
        let audit = AuditEntry(
            at: now(),
            tenant: owner.text,
            actor: actor,
            action: "egress.change",
            resource: change.summary
        )
        _ = try await store.changeEgressPolicy(of: owner, audit: audit, edit)
        return try await policy(of: owner)
    }

    /// The access of a dispatch that starts now, by the policy as it is stored.
    package func access(
        tenant: String,
        manifest: [EgressRule],
        requested: EgressMode?,
        direct: [EgressRule]
    ) async throws -> EgressAccess {
        try await policy(of: .tenant(tenant))
            .access(presets: presets, manifest: manifest, requested: requested, direct: direct)
    }

    /// Asks the policy as it is stored.
    package func isClosed(tenant: String) async throws -> Bool {
        try await policy(of: .tenant(tenant)).mode == EgressMode.none
    }

    private func policy(of owner: SecretOwner) async throws -> EgressPolicy {
        let shared = try await store.egressPolicy(of: .shared)
        guard case .tenant = owner else { return shared }
        return shared.overlaid(with: try await store.egressPolicy(of: owner))
    }

    private func owner(_ tenant: String?) async throws -> SecretOwner {
        guard let tenant else { return .shared }
        guard let known = try await identities.tenant(tenant) else { throw IdentityError.unknownTenant(tenant) }
        return .tenant(known.id)
    }
}
