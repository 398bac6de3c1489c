internal import Hummingbird
internal import OutpostCore

/// One route: how it is reached, who may, what it does, and how it is described.
struct Route: Sendable {
    let method: HTTPRequest.Method
    /// With parameters in braces; a last `**` takes the rest of the path.
    let path: String
    let access: Access
    let operation: Operation
    let handler: Handler

    typealias Handler = @Sendable (Request, ServerContext, Caller) async throws -> Response

    /// Who may use a route.
    enum Access: Sendable, Hashable {
        /// Everybody.
        case open
        /// Keys with that scope.
        case scope(Scope)
        /// Keys with the scope `admin` of the operator's tenant, and the administration's socket.
        case administration
    }

    /// Who uses it.
    enum Caller: Sendable {
        case anonymous
        /// A tenant's key, or the machine's operator for a tenant.
        case principal(Principal)
        /// The machine's operator.
        case socket

        /// Who did it, in the audit trail.
        var actor: String {
            if case .principal(let principal) = self { principal.key.id } else { AdminService.commandLineActor }
        }
    }

    /// A route for everybody.
    static func open(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ operation: Operation,
        _ handler: @escaping @Sendable (Request, ServerContext) async throws -> Response
    ) -> Route {
        Route(method: method, path: path, access: .open, operation: operation) { request, context, _ in
            try await handler(request, context)
        }
    }

    /// A route for keys with a scope.
    static func scoped(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ scope: Scope,
        _ operation: Operation,
        _ handler: @escaping @Sendable (Request, ServerContext, Principal) async throws -> Response
    ) -> Route {
        Route(method: method, path: path, access: .scope(scope), operation: operation) { request, context, caller in
            guard case .principal(let principal) = caller else { throw AuthenticationFailure.missing }
            return try await handler(request, context, principal)
        }
    }

    /// A route of the administration.
    static func administration(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ operation: Operation,
        _ handler: @escaping Handler
    ) -> Route {
        Route(method: method, path: path, access: .administration, operation: operation, handler: handler)
    }
}
