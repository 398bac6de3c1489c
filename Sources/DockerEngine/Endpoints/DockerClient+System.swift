internal import CurlHTTP

extension DockerClient {
    /// Asks whether the engine is there and what it speaks, without changing the negotiated version.
    ///
    /// Maps to `GET /_ping`.
    ///
    /// - Throws: `DockerError.unavailable` when nobody answers, or something that is no engine.
    package func ping() async throws(DockerError) -> EnginePing {
        let request = EngineRequest(method: "GET", path: "/_ping", deadline: timeouts.ping, isUnversioned: true)
        let response = try await perform(request)
        guard let version = response.headers["Api-Version"].flatMap({ APIVersion($0) }) else {
            throw .unavailable(.lost, "GET /_ping: the answer names no API version; is this a Docker Engine?")
        }
        return EnginePing(
            apiVersion: version,
            operatingSystem: response.headers["Ostype"],
            builderVersion: response.headers["Builder-Version"],
            server: response.headers["Server"]
        )
    }

    /// Returns the versions of the engine.
    ///
    /// Maps to `GET /version`.
    package func version() async throws(DockerError) -> EngineVersion {
        try await perform(EngineRequest(method: "GET", path: "/version", deadline: timeouts.query))
    }

    /// Returns what the engine says of itself and its host.
    ///
    /// Maps to `GET /info`.
    package func info() async throws(DockerError) -> EngineInfo {
        try await perform(EngineRequest(method: "GET", path: "/info", deadline: timeouts.query))
    }

    /// Returns what images, containers, volumes and caches occupy.
    ///
    /// Maps to `GET /system/df`. Engine 20.10 refuses a second call while one runs, with status 500.
    package func diskUsage() async throws(DockerError) -> DiskUsage {
        try await perform(EngineRequest(method: "GET", path: "/system/df", deadline: timeouts.sweep))
    }
}
