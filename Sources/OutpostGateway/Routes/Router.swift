internal import NIOHTTP1
internal import OutpostCore

/// Something that answers a request at a door.
protocol DoorRoute: Sendable {
    /// Answers; what it throws before it began an answer is told to the container.
    func respond(to exchange: Exchange) async throws
}

/// Decides which route a request is for, and whether its sender may use it.
struct Router: Sendable {
    let door: Door

    /// Finds the route.
    ///
    /// - Throws: ``Refusal``: 404 where there is none, 401 or 407 without the door's token.
    func route(for exchange: Exchange) throws -> any DoorRoute {
        let credentials = Credentials(exchange.head.headers)
        switch exchange.target {
        case .authority(let authority):
            try requireProxyToken(credentials)
            return ConnectRoute(door: door, authority: authority)
        case .absolute(let url):
            try requireProxyToken(credentials)
            return ForwardRoute(door: door, url: url)
        case .other:
            throw Refusal.notFound
        case .path(let path, _):
            if exchange.asksForJob {
                return JobRoute(door: door, credentials: credentials)
            }
            guard let route = route(path: path, method: exchange.head.method) else { throw Refusal.notFound }
            try requireToken(credentials)
            return route
        }
    }

    private func route(path: String, method: HTTPMethod) -> (any DoorRoute)? {
        switch (method, path) {
        case (.POST, "/outpost/v1/started"): StartedRoute(door: door)
        case (.POST, "/outpost/v1/progress"): ProgressRoute(door: door)
        case (.POST, "/outpost/v1/finished"): FinishedRoute(door: door)
        case (.PUT, "/outpost/v1/artifacts"): ArtifactsRoute(door: door)
        default: proxyRoute(path: path)
        }
    }

    private func proxyRoute(path: String) -> (any DoorRoute)? {
        if let model = door.configuration.model, path == "/model" || path.hasPrefix("/model/") {
            return ModelProxy(door: door, model: model, path: String(path.dropFirst("/model".count)))
        }
        if let repository = door.configuration.repository, path.hasPrefix(GitRoute.prefix) {
            return GitRoute(door: door, repository: repository, path: String(path.dropFirst(GitRoute.prefix.count)))
        }
        return nil
    }

    private func requireToken(_ credentials: Credentials) throws {
        guard credentials.contain(door.configuration.token) else {
            // git asks for a password only after a challenge.
            throw Refusal(
                401,
                "UNAUTHORIZED",
                "the door's token is missing or wrong",
                headers: ["www-authenticate": "Basic realm=\"outpost\""]
            )
        }
    }

    private func requireProxyToken(_ credentials: Credentials) throws {
        guard credentials.contain(door.configuration.token, forProxying: true) else {
            throw Refusal(
                407,
                "PROXY_UNAUTHORIZED",
                "the door's token is missing or wrong",
                headers: ["proxy-authenticate": "Basic realm=\"outpost\""]
            )
        }
    }
}
