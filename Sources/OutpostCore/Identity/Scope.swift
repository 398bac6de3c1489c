/// What a key may do.
package enum Scope: String, Sendable, Hashable, Codable, CaseIterable {
    /// Make dispatches.
    case dispatch
    /// Read dispatches, their logs and artifacts.
    case status
    /// List dispatches and workspaces.
    case list
    /// Cancel dispatches.
    case cancel
    /// Delete workspaces.
    case delete
    /// Carry results back to a repository.
    case promote
    /// Read the measurements of the whole installation, which name its tenants.
    case metrics
    /// Everything of the tenant's; on the operator's tenant also the administration of all tenants.
    case admin

    /// The scopes of a key for which none were named.
    package static let defaults: Set<Scope> = [.dispatch, .status, .list, .cancel]
}
