internal import CurlHTTP
internal import DockerEngine
internal import OutpostCore
internal import OutpostDocker

/// The engine that a command works with.
struct EngineConnection: Sendable {
    let client: DockerClient
    /// Where it was found, for messages.
    let source: String
    let info: EngineInfo

    /// Finds an engine as a user of the docker command would expect, and asks it what it is.
    ///
    /// - Parameters:
    ///   - curl: the transport.
    ///   - environment: says where an engine is.
    ///   - observe: told of each call.
    /// - Returns: the connection.
    /// - Throws: ``CommandFailure``.
    static func open(
        curl: CurlClient,
        environment: [String: String],
        observe: (@Sendable (EngineCall) -> Void)? = nil
    ) async throws -> EngineConnection {
        let discovery = DockerDiscovery(environment: environment, userID: Process.userID)
        do throws(DockerError) {
            let candidates = try discovery.candidates()
            let (client, candidate) = try await DockerClient.connect(
                toFirstOf: candidates,
                curl: curl,
                observe: observe
            )
            return EngineConnection(client: client, source: candidate.source, info: try await client.info())
        } catch {
            // An address that cannot be read is no engine, whatever the transport calls it.
            if case .invalid(let message) = error { throw CommandFailure(.noEngine, message) }
            throw CommandFailure(error)
        }
    }

    /// Whether a folder of ours can be bound into a container; a virtual machine has another file system.
    var sharesFilesystem: Bool {
        #if os(Linux)
            client.endpoint.isLocal && !info.operatingSystem.contains("Docker Desktop")
        #else
            false
        #endif
    }

    /// Makes agents' images on this engine.
    func images(of catalog: AgentCatalog, settings: ImageBuilder.Settings, curl: CurlClient) -> ImageBuilder {
        ImageBuilder(
            client: client,
            catalog: catalog,
            settings: settings,
            answers: SourceProbe(curl: curl).answers
        )
    }

    var driver: DockerDriver {
        DockerDriver(client: client, host: HostCapacity(info))
    }
}
