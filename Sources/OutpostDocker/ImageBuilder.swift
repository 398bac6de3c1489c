package import DockerEngine
package import OutpostCore

/// Makes the images of agents from their folders, and knows which are there.
///
/// An image's tag is a digest of everything that it is built from, so an unchanged agent is never built twice and a
/// changed one is never run stale.
package struct ImageBuilder: Sendable {
    let client: DockerClient
    let catalog: AgentCatalog
    let settings: Settings
    /// Whether a server answers; see ``AgentHarness/Requirement``.
    let answers: @Sendable (String) async -> Bool

    var base: AgentFolder { catalog.base }

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
        /// Servers that stand in for the ones that harnesses name, by the variable that a harness names for it.
        package var mirrors: [String: String]
        /// What the operator chose; other agents get the first harness that can be built.
        package var harnesses: HarnessChoice

        package init(
            certificates: [String: [UInt8]] = [:],
            baseImage: String? = nil,
            buildArguments: [String: String] = [:],
            network: String? = nil,
            mirrors: [String: String] = [:],
            harnesses: HarnessChoice = HarnessChoice()
        ) {
            self.certificates = certificates
            self.baseImage = baseImage
            self.buildArguments = buildArguments
            self.network = network
            self.mirrors = mirrors
            self.harnesses = harnesses
        }
    }

    /// Images that `base` can be built on: the registry's, or the one that `docker/base-image.sh` makes offline.
    package static let baseImages = ["debian:bookworm-slim", "outpost/debian:bookworm-slim"]
    static let baseRepository = "outpost/base"
    /// Label of every image that we build: the agent's name.
    package static let label = "outpost.image"
    /// Label of every image that we build: the name that we gave it.
    ///
    /// Images that others build on ours inherit it, and have another name.
    package static let referenceLabel = "outpost.reference"
    /// Label of every agent's image: the program in it.
    package static let harnessLabel = "outpost.harness"

    /// - Parameters:
    ///   - client: connected.
    ///   - catalog: the agents, and the runtime that they are built on.
    ///   - settings: the host's part.
    ///   - answers: whether a server that a build would fetch from answers; asked only for images that are not there.
    package init(
        client: DockerClient,
        catalog: AgentCatalog,
        settings: Settings,
        answers: @escaping @Sendable (String) async -> Bool
    ) {
        self.client = client
        self.catalog = catalog
        self.settings = settings
        self.answers = answers
    }

    /// Makes sure that the agent's image is there, building it and what it stands on where needed.
    ///
    /// - Parameters:
    ///   - agent: whose image.
    ///   - rebuild: true builds the agent's image again even if it is there, without the engine's cache.
    ///   - progress: told of everything that takes time.
    /// - Returns: the image.
    /// - Throws: ``ImageError``, ``HarnessError``, or ``ContainerError/unavailable(_:)``.
    package func ensure(
        _ agent: AgentFolder,
        rebuild: Bool = false,
        progress: @Sendable (ImageBuildProgress) -> Void
    ) async throws -> AgentImage {
        guard let manifest = agent.manifest else {
            return AgentImage(reference: try await ensureBase(progress: progress), harness: "none")
        }
        let built = rebuild ? nil : try await builtHarness(of: agent)
        let harness: ResolvedHarness
        if let built { harness = built } else { harness = try await chooseHarness(of: agent, progress) }
        let image = AgentImage(
            reference: try reference(for: agent, harness),
            harness: harness.description
        )
        if built != nil { return image }
        if !rebuild, try await exists(image.reference) { return image }
        var ground = ""
        if let source = harness.source {
            ground = try await ensure(source, progress: progress).reference
        } else {
            ground = try await ensureBase(progress: progress)
        }
        try await build(
            Recipe(
                name: manifest.name,
                reference: image.reference,
                files: agent.files,
                arguments: arguments(harness, on: ground),
                harness: harness,
                ignoresCache: rebuild
            ),
            progress
        )
        return image
    }

    func exists(_ reference: String) async throws -> Bool {
        do throws(DockerError) {
            _ = try await client.inspectImage(reference)
            return true
        } catch {
            if case .notFound = error { return false }
            throw ContainerError(repeatable: error)
        }
    }
}

/// What is heard of an image while it is made.
package enum ImageBuildProgress: Sendable, Hashable {
    /// A harness is not taken, because what it is fetched from does not answer.
    case passedOver(agent: String, harness: String, url: String)
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

extension ImageError: CustomStringConvertible {
    /// What happened, for people, with the end of the build's output.
    package var description: String {
        switch self {
        case .buildFailed(let image, let message): "the image \(image) could not be built:\n\(message)"
        case .noBaseImage(let tried, let message):
            "there is no base image (\(tried.joined(separator: ", "))), and it could not be pulled: \(message)"
        }
    }
}
