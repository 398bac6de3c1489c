package import DockerEngine
package import OutpostCore

/// Makes the images of agents from their folders, and knows which are there.
///
/// An image's tag is a digest of everything that it is built from, so an unchanged agent is never built twice and a
/// changed one is never run stale.
package struct ImageBuilder: Sendable {
    let client: DockerClient
    let base: AgentFolder
    let settings: Settings

    /// What comes from the host rather than from an agent's folder.
    package struct Settings: Sendable {
        /// Extra CA certificates, PEM, by file name; installed into every image.
        package var certificates: [String: [UInt8]]
        /// The image that `base` is built on; nil takes ``ImageBuilder/baseImages`` in order.
        package var baseImage: String?
        /// Proxy settings for the build's network, such as `HTTP_PROXY`.
        package var buildArguments: [String: String]
        /// Mirrors and the like for `apt` inside a build; `RUN` steps use this network.
        ///
        /// Nil is the engine's default.
        package var network: String?

        package init(
            certificates: [String: [UInt8]] = [:],
            baseImage: String? = nil,
            buildArguments: [String: String] = [:],
            network: String? = nil
        ) {
            self.certificates = certificates
            self.baseImage = baseImage
            self.buildArguments = buildArguments
            self.network = network
        }
    }

    /// Images that `base` can be built on: the registry's, or the one that `docker/base-image.sh` makes offline.
    package static let baseImages = ["debian:bookworm-slim", "outpost/debian:bookworm-slim"]
    static let baseRepository = "outpost/base"
    /// Label of every image that we build: the agent's name.
    package static let label = "outpost.image"

    /// - Parameters:
    ///   - client: connected.
    ///   - base: the runtime's folder.
    ///   - settings: the host's part.
    package init(client: DockerClient, base: AgentFolder, settings: Settings) {
        self.client = client
        self.base = base
        self.settings = settings
    }

    /// The tag that the agent's image has, or will have.
    package func reference(for agent: AgentFolder) -> String {
        let repository = agent.manifest?.image ?? Self.baseRepository
        return "\(repository):\(agentDigest(agent).prefix(12))"
    }

    /// Whether the agent's image is there.
    ///
    /// Maps to `GET /images/{name}/json`.
    /// - Throws: ``ContainerError/unavailable(_:)`` when the engine does not say.
    package func exists(_ agent: AgentFolder) async throws -> Bool {
        try await exists(reference(for: agent))
    }

    /// Makes sure that the agent's image is there, building it and `base` where needed.
    ///
    /// - Parameters:
    ///   - agent: whose image.
    ///   - rebuild: true builds the agent's image again even if it is there, without the engine's cache.
    ///   - progress: told of everything that takes time.
    /// - Returns: the image's tag.
    /// - Throws: ``ImageError``, or ``ContainerError/unavailable(_:)``.
    package func ensure(
        _ agent: AgentFolder,
        rebuild: Bool = false,
        progress: @Sendable (ImageBuildProgress) -> Void
    ) async throws -> String {
        let reference = reference(for: agent)
        if !rebuild, try await exists(reference) { return reference }
        let baseReference = try await ensureBase(progress: progress)
        let name = agent.manifest?.name ?? "base"
        try await build(
            Recipe(
                name: name,
                reference: reference,
                files: agent.files,
                arguments: ["BASE": baseReference],
                ignoresCache: rebuild
            ),
            progress
        )
        return reference
    }

    func exists(_ reference: String) async throws -> Bool {
        do throws(DockerError) {
            _ = try await client.inspectImage(reference)
            return true
        } catch {
            if case .notFound = error { return false }
            throw ContainerError(error)
        }
    }
}

/// What is heard of an image while it is made.
package enum ImageBuildProgress: Sendable, Hashable {
    /// A build begins.
    case building(image: String)
    /// An instruction of its Dockerfile begins.
    case step(image: String, current: Int, total: Int, text: String)
    /// Output of a step, not necessarily whole lines.
    case output(image: String, text: String)
    /// A base image is fetched.
    case pulling(image: String, status: String)
    /// The image is there.
    case built(image: String)
}

/// An image that could not be made.
package enum ImageError: Error, Sendable, Hashable {
    /// A step failed; the text is the engine's.
    case buildFailed(image: String, message: String)
    /// There is nothing to build on: no base image is present and none could be pulled.
    case noBaseImage(tried: [String], message: String)
}
