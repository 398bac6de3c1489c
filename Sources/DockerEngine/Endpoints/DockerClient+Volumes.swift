extension DockerClient {
    /// Creates a volume; one of that name that exists already is returned as it is.
    ///
    /// Maps to `POST /volumes/create`.
    ///
    /// - Throws: `DockerError.conflict` when it exists with another driver, `.invalid` for options that the driver refuses.
    @discardableResult
    package func createVolume(_ body: VolumeCreateBody) async throws(DockerError) -> VolumeInspect {
        _ = try EngineName.validated(body.name)
        var request = EngineRequest(method: "POST", path: "/volumes/create", deadline: timeouts.create)
        try request.setJSON(body)
        return try await perform(request)
    }

    /// Returns what the engine knows about a volume.
    ///
    /// Maps to `GET /volumes/{name}`.
    ///
    /// - Throws: `DockerError.notFound`.
    package func inspectVolume(_ name: String) async throws(DockerError) -> VolumeInspect {
        let path = "/volumes/\(try EngineName.validated(name))"
        return try await perform(EngineRequest(method: "GET", path: path, deadline: timeouts.query))
    }

    /// Returns the volumes that have all of the labels.
    ///
    /// Maps to `GET /volumes`.
    package func listVolumes(labels: [String] = []) async throws(DockerError) -> [VolumeInspect] {
        var request = EngineRequest(method: "GET", path: "/volumes", deadline: timeouts.query)
        if let filters = try EngineFilters.encoded(["label": labels]) { request.query.append(("filters", filters)) }
        let answer: VolumeList = try await perform(request)
        return answer.volumes ?? []
    }

    /// Removes a volume and what it holds.
    ///
    /// Maps to `DELETE /volumes/{name}`. Safe to repeat.
    ///
    /// - Throws: `DockerError.conflict` while a container, running or not, uses it.
    @discardableResult
    package func removeVolume(_ name: String, force: Bool = false) async throws(DockerError) -> RemoveResult {
        let path = "/volumes/\(try EngineName.validated(name))"
        var request = EngineRequest(method: "DELETE", path: path, deadline: timeouts.remove)
        if force { request.query.append(("force", "1")) }
        return try await remove(request)
    }

    private struct VolumeList: Decodable {
        var volumes: [VolumeInspect]?

        enum CodingKeys: String, CodingKey {
            case volumes = "Volumes"
        }
    }
}
