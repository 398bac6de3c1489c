internal import Hummingbird

extension OutpostServer {
    /// How callers are admitted.
    enum Admission: Sendable {
        /// By their keys.
        case keys(KeyGate)
        /// By having reached the administration's socket.
        case socket
    }

    /// A router for the routes; a path that exists answers other methods with 405.
    func router(for routes: [Route], access admission: Admission) -> Router<ServerContext> {
        let router = Router(context: ServerContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: RequestMiddleware(now: now, makeRequestID: makeRequestID))
        router.add(middleware: UnknownPathMiddleware(admission: admission))
        for route in routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                try await admission.respond(to: request, context: context, on: route)
            }
        }
        for (path, known) in Dictionary(grouping: routes, by: \.path) {
            refuseOtherMethods(on: path, of: known, admission: admission, router: router)
        }
        return router
    }

    private func refuseOtherMethods(
        on path: String,
        of routes: [Route],
        admission: Admission,
        router: Router<ServerContext>
    ) {
        var allowed = Set(routes.map(\.method))
        if allowed.contains(.get) { allowed.insert(.head) }
        let access = routes[0].access
        let refusal = APIError.methodNotAllowed(allowed: allowed.map(\.rawValue).sorted())
        for method in Self.commonMethods where !allowed.contains(method) {
            router.on(RouterPath(path), method: method) { request, context -> Response in
                if access != .open { try await admission.requireKey(of: request, at: context.receivedAt) }
                throw refusal
            }
        }
    }

    private static let commonMethods: [HTTPRequest.Method] = [
        .get, .head, .post, .put, .patch, .delete, .options, .trace,
    ]
}
