extension DockerClient {
    /// Creates a network.
    ///
    /// Maps to `POST /networks/create`.
    ///
    /// - Returns: the id.
    /// - Throws: `DockerError.conflict` when the name is taken; `.server` when the engine's address pools are used up.
    package func createNetwork(_ body: NetworkCreateBody) async throws(DockerError) -> String {
        _ = try EngineName.validated(body.name)
        var request = EngineRequest(method: "POST", path: "/networks/create", deadline: timeouts.create)
        try request.setJSON(body)
        do {
            let created: Created = try await perform(request)
            return created.id
        } catch {
            // The engine says 404 when its address pools are exhausted, which is nothing that was looked for.
            guard case .notFound(let message) = error else { throw error }
            throw .server(status: 404, message)
        }
    }

    /// Returns what the engine knows about a network.
    ///
    /// Maps to `GET /networks/{id}`.
    ///
    /// - Throws: `DockerError.notFound`.
    package func inspectNetwork(_ id: String) async throws(DockerError) -> NetworkInspect {
        let path = "/networks/\(try EngineName.validated(id))"
        return try await perform(EngineRequest(method: "GET", path: path, deadline: timeouts.query))
    }

    /// Returns the networks that have all of the labels.
    ///
    /// Maps to `GET /networks`.
    package func listNetworks(labels: [String] = []) async throws(DockerError) -> [NetworkInspect] {
        var request = EngineRequest(method: "GET", path: "/networks", deadline: timeouts.query)
        if let filters = try EngineFilters.encoded(["label": labels]) { request.query.append(("filters", filters)) }
        return try await perform(request)
    }

    /// Removes a network.
    ///
    /// Maps to `DELETE /networks/{id}`. Safe to repeat.
    ///
    /// - Throws: `DockerError.server` with status 403 while containers are in it.
    @discardableResult
    package func removeNetwork(_ id: String) async throws(DockerError) -> RemoveResult {
        let path = "/networks/\(try EngineName.validated(id))"
        return try await remove(EngineRequest(method: "DELETE", path: path, deadline: timeouts.remove))
    }

    private struct Created: Decodable {
        var id: String

        enum CodingKeys: String, CodingKey {
            case id = "Id"
        }
    }
}
