internal import Foundation
internal import Hummingbird
internal import OutpostCore

/// Finds out for which tenant a request over the administration's socket is.
struct LocalTenants: Sendable {
    let admin: AdminService

    /// The tenant that `X-Outpost-Tenant` names, percent-encoded; without it the only one there is, else the operator's own,
    /// which only a request that changes something makes.
    ///
    /// - Throws: ``IdentityError/unknownTenant(_:)``, ``AuthenticationFailure/suspended``.
    func principal(of request: Request) async throws -> Principal {
        let reads = request.method == .get || request.method == .head
        return try await principal(named: request.headers[.tenant], reads: reads)
    }

    func principal(named text: String?, reads: Bool) async throws -> Principal {
        guard let text, !text.isEmpty else {
            let tenants = try await admin.tenants()
            if tenants.count == 1, let only = tenants.first { return try Principal(localFor: only) }
            let tenant =
                reads
                ? try await admin.readableOperatorTenant()
                : try await admin.operatorTenant(by: AdminService.commandLineActor)
            return try Principal(localFor: tenant)
        }
        return try Principal(localFor: try await admin.tenant(text.removingPercentEncoding ?? text))
    }
}
