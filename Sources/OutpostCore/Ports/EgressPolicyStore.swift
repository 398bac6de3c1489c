/// Keeps what operators say of the hosts that containers may reach.
package protocol EgressPolicyStore: Sendable {
    /// What is said for a tenant, by id, or for all tenants; an empty policy where nothing is.
    func egressPolicy(of owner: SecretOwner) async throws -> EgressPolicy

    /// Changes what is said; durable when it returns, with its audit row or not at all.
    ///
    /// - Parameters:
    ///   - owner: for whom.
    ///   - audit: who did it and what.
    ///   - change: makes the new policy of the old one; what it throws leaves everything as it was.
    /// - Returns: the new policy.
    /// - Throws: what `change` throws, or the database's own error.
    func changeEgressPolicy(
        of owner: SecretOwner,
        audit: AuditEntry,
        _ change: @escaping @Sendable (inout EgressPolicy) throws -> Void
    ) async throws -> EgressPolicy
}

/// Says what a dispatch may reach.
package protocol EgressSource: Sendable {
    /// The access of a dispatch that starts now.
    ///
    /// - Parameters:
    ///   - tenant: whose it is, by id.
    ///   - manifest: hosts of its agent.
    ///   - requested: a narrower mode that the request asks for.
    ///   - direct: hosts in place of a model's route; they are open unless the policy closes them.
    /// - Returns: what its door lets through.
    /// - Throws: when the store cannot be read.
    func access(
        tenant: String,
        manifest: [EgressRule],
        requested: EgressMode?,
        direct: [EgressRule]
    ) async throws -> EgressAccess

    /// Whether the policy closes everything, whatever a request asks for: the mode `none`.
    func isClosed(tenant: String) async throws -> Bool
}
