internal import Hummingbird

extension OutpostServer {
    /// How callers are admitted.
    enum Admission: Sendable {
        /// By their keys.
        case keys(KeyGate)
        /// By having reached the administration's socket, for the tenant that they name.
        case socket(LocalTenants)
    }

    /// A router for the routes; a path that exists answers other methods with 405.
    ///
    /// - Parameters:
    ///   - routes: of the API.
    ///   - admission: how callers are admitted.
    ///   - dashboard: the pages for people; nil leaves them out.
    /// - Returns: the router.
    func router(
        for routes: [Route],
        access admission: Admission,
        dashboard: Dashboard? = nil
    ) -> Router<ServerContext> {
        let router = Router(context: ServerContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(
            middleware: RequestMiddleware(
                metrics: metrics,
                accessLog: AccessLog(logger: logger, isOn: configuration.logsRequests),
                now: now,
                makeRequestID: makeRequestID
            )
        )
        router.add(
            middleware: UnknownPathMiddleware(
                admission: admission,
                known: KnownPaths(routes, pages: dashboard?.pages ?? []),
                dashboard: dashboard
            )
        )
        for route in routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                try await admission.respond(to: request, context: context, on: route)
            }
        }
        for page in dashboard?.pages ?? [] {
            router.on(RouterPath(page.path), method: page.method) { request, context in
                try await dashboard?.respond(to: request, context: context, on: page) ?? Response(status: .notFound)
            }
        }
        return router
    }
}
