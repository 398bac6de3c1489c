internal import Foundation
internal import Hummingbird
internal import OutpostCore

/// Finds out for which tenant a request over the administration's socket is.
struct LocalTenants: Sendable {
    let admin: AdminService

    /// The tenant that `X-Outpost-Tenant` names, percent-encoded; without it the only one there is, else the operator's own.
    ///
    /// - Throws: ``IdentityError/unknownTenant(_:)``, ``AuthenticationFailure/suspended``.
    func principal(of request: Request) async throws -> Principal {
        try await principal(named: request.headers[.tenant])
    }

    func principal(named text: String?) async throws -> Principal {
        guard let text, !text.isEmpty else {
            let tenants = try await admin.tenants()
            if tenants.count == 1, let only = tenants.first { return try Principal(localFor: only) }
            return try Principal(localFor: try await admin.operatorTenant(by: AdminService.commandLineActor))
        }
        return try Principal(localFor: try await admin.tenant(text.removingPercentEncoding ?? text))
    }
}
