/// What a call found there was to do.
package enum StartResult: Sendable, Hashable {
    /// The container has been started; one that had exited has been run again.
    case started
    /// It was running already.
    case alreadyRunning
}

/// What a removal came to; each means that nothing has to be done any more.
package enum RemoveResult: Sendable, Hashable {
    /// Removed by this call.
    case removed
    /// There was nothing of that name.
    case alreadyGone
    /// Another call is removing it.
    case inProgress
}

extension DockerClient {
    /// Creates a container without starting it.
    ///
    /// Maps to `POST /containers/create`. The image is never pulled. When the outcome is unknown, inspect by name.
    ///
    /// - Parameters:
    ///   - name: unique at the engine, so that a second create of the same thing cannot succeed.
    ///   - body: the configuration.
    ///   - platform: `os/arch[/variant]` that the image has to have; nil takes what is there.
    /// - Returns: the id, and what the engine will not do as asked.
    /// - Throws: `DockerError.conflict` when the name is taken, `.notFound` when the image is missing, `.invalid` for a
    ///   configuration that the engine refuses.
    package func createContainer(
        name: String,
        body: ContainerCreateBody,
        platform: String? = nil
    ) async throws(DockerError) -> ContainerCreated {
        var request = EngineRequest(method: "POST", path: "/containers/create", deadline: timeouts.create)
        request.query = [("name", try EngineName.validated(name))]
        if let platform { request.query.append(("platform", platform)) }
        try request.setJSON(body)
        return try await perform(request)
    }

    /// Returns what the engine knows about a container.
    ///
    /// Maps to `GET /containers/{id}/json`.
    ///
    /// - Parameter id: id or name.
    /// - Returns: the container.
    /// - Throws: `DockerError.notFound`.
    package func inspectContainer(_ id: String) async throws(DockerError) -> ContainerInspect {
        let path = "/containers/\(try EngineName.validated(id))/json"
        return try await perform(EngineRequest(method: "GET", path: path, deadline: timeouts.query))
    }

    /// Returns the cgroup namespace of a container on Podman, in its own words: `private`, `host`.
    ///
    /// Maps to `GET /libpod/containers/{id}/json`: Podman's answers in Docker's form lack it before version 5.8.
    ///
    /// - Throws: `DockerError.notFound`.
    package func podmanCgroupNamespace(_ id: String) async throws(DockerError) -> String {
        let path = "/libpod/containers/\(try EngineName.validated(id))/json"
        let answer: PodmanInspect = try await perform(
            EngineRequest(method: "GET", path: path, deadline: timeouts.query)
        )
        return answer.host.cgroupMode
    }

    /// Returns containers, newest first.
    ///
    /// Maps to `GET /containers/json`. An error never means that there are none.
    ///
    /// - Parameters:
    ///   - all: also those that do not run.
    ///   - labels: `name` or `name=value`; all have to match.
    /// - Returns: the containers.
    /// - Throws: `DockerError.unavailable` also for an answer that cannot be read.
    package func listContainers(
        all: Bool = true,
        labels: [String] = []
    ) async throws(DockerError) -> [ContainerSummary] {
        var request = EngineRequest(method: "GET", path: "/containers/json", deadline: timeouts.query)
        if all { request.query.append(("all", "1")) }
        if let filters = try EngineFilters.encoded(["label": labels]) { request.query.append(("filters", filters)) }
        return try await perform(request)
    }

    /// Starts a container.
    ///
    /// Maps to `POST /containers/{id}/start`. **Not safe to repeat**: an exited container is run again. After any
    /// `.unavailable` but `.refused`, inspect, and take `startedAt` as proof that it ran.
    ///
    /// - Throws: `DockerError.notFound`, `.conflict` while it is being removed, `.invalid` or `.server` when its process
    ///   cannot be started; inspect then has the reason in `state.error`.
    @discardableResult
    package func startContainer(_ id: String) async throws(DockerError) -> StartResult {
        let path = "/containers/\(try EngineName.validated(id))/start"
        do {
            try await perform(EngineRequest(method: "POST", path: path, deadline: timeouts.start))
            return .started
        } catch {
            guard error == .notModified else { throw error }
            return .alreadyRunning
        }
    }

    /// Changes the limits of a container, running or not.
    ///
    /// Maps to `POST /containers/{id}/update`.
    ///
    /// - Returns: the engine's warnings.
    @discardableResult
    package func updateContainer(_ id: String, _ update: ContainerUpdate) async throws(DockerError) -> [String] {
        let path = "/containers/\(try EngineName.validated(id))/update"
        var request = EngineRequest(method: "POST", path: path, deadline: timeouts.create)
        try request.setJSON(update)
        let answer: UpdateAnswer = try await perform(request)
        return answer.warnings ?? []
    }

    /// Removes a container.
    ///
    /// Maps to `DELETE /containers/{id}`. Safe to repeat.
    ///
    /// - Parameters:
    ///   - id: id or name.
    ///   - force: kills it first if it runs.
    ///   - volumes: also removes its anonymous volumes, which nothing else would.
    /// - Returns: what there was to do.
    /// - Throws: `DockerError.conflict` when it runs and `force` is false.
    @discardableResult
    package func removeContainer(
        _ id: String,
        force: Bool = false,
        volumes: Bool = true
    ) async throws(DockerError) -> RemoveResult {
        let path = "/containers/\(try EngineName.validated(id))"
        var request = EngineRequest(method: "DELETE", path: path, deadline: timeouts.remove)
        if force { request.query.append(("force", "1")) }
        if volumes { request.query.append(("v", "1")) }
        return try await remove(request)
    }

    /// Sends a removal and tells the answers apart that mean success.
    func remove(_ request: EngineRequest) async throws(DockerError) -> RemoveResult {
        do {
            try await perform(request)
            return .removed
        } catch {
            switch error {
            case .notFound: return .alreadyGone
            case .conflict(let message) where message.contains("already in progress"): return .inProgress
            default: throw error
            }
        }
    }

    private struct PodmanInspect: Decodable {
        var host: Host

        struct Host: Decodable {
            var cgroupMode: String

            enum CodingKeys: String, CodingKey {
                case cgroupMode = "CgroupMode"
            }
        }

        enum CodingKeys: String, CodingKey {
            case host = "HostConfig"
        }
    }

    private struct UpdateAnswer: Decodable {
        var warnings: [String]?

        enum CodingKeys: String, CodingKey {
            case warnings = "Warnings"
        }
    }
}
