internal import Foundation
internal import Hummingbird
internal import OutpostCore

extension OutpostServer.Admission {
    /// Runs a route for a caller who may use it: first the key, then the rate, then the scope, then the handler.
    func respond(to request: Request, context: ServerContext, on route: Route) async throws -> Response {
        guard route.access != .open else { return try await route.handler(request, context, .anonymous) }
        guard case .keys(let gate) = self else { return try await respondOnSocket(request, context, route) }
        let principal = try await gate.authenticator.principal(of: request, at: context.receivedAt)
        context.record.note(principal)
        let rate = gate.limiter.take(
            key: principal.key.id,
            perMinute: principal.tenant.limits.requestsPerMinute,
            at: context.receivedAt
        )
        var response: Response
        do {
            guard rate.isAllowed else { throw APIError.rateLimited(retryAfter: rate.retryAfter) }
            try Self.authorize(principal, for: route.access)
            response = try await Self.run(route, for: principal, request, context)
        } catch {
            response = try context.failure(error)
        }
        response.headers[.rateLimitLimit] = String(rate.limit)
        response.headers[.rateLimitRemaining] = String(rate.remaining)
        response.headers[.rateLimitReset] = String(rate.reset)
        return response
    }

    private func respondOnSocket(_ request: Request, _ context: ServerContext, _ route: Route) async throws -> Response
    {
        guard case .socket(let tenants) = self, ![.administration, .scope(.metrics)].contains(route.access) else {
            return try await route.handler(request, context, .socket)
        }
        let principal = try await tenants.principal(of: request)
        context.record.note(principal)
        return try await Self.run(route, for: principal, request, context)
    }

    /// Runs the handler, all of whose lines in the log are about the tenant.
    private static func run(
        _ route: Route,
        for principal: Principal,
        _ request: Request,
        _ context: ServerContext
    ) async throws -> Response {
        try await LogContext.$current.withValue(LogContext.current.of(tenant: principal.tenant.id)) {
            try await route.handler(request, context, .principal(principal))
        }
    }

    /// Refuses a request without a good key.
    func requireKey(of request: Request, at time: Date) async throws {
        guard case .keys(let gate) = self else { return }
        _ = try await gate.authenticator.principal(of: request, at: time)
    }

    /// - Throws: an error with 403 where the key may not.
    static func authorize(_ principal: Principal, for access: Route.Access) throws(APIError) {
        switch access {
        case .open: return
        case .scope(let scope):
            guard principal.has(scope) else { throw .missingScope(scope) }
        case .administration:
            guard principal.has(.admin) else { throw .missingScope(.admin) }
            guard principal.tenant.name == AdminService.operatorName else { throw .operatorOnly }
        }
    }
}

/// What stands before protected routes.
struct KeyGate: Sendable {
    let authenticator: Authenticator
    let limiter: RateLimiter
}
