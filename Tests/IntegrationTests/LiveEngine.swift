internal import CurlHTTP
internal import DockerEngine
internal import Foundation
internal import OutpostCore
internal import Testing

/// A real engine for one suite: a connected client, a small image, and a label by which everything is removed again.
struct LiveEngine: Sendable {
    let client: DockerClient
    /// Label of all that this run creates, as `name=value`.
    let label: String
    /// An image with a static busybox and nothing else.
    let image: String
    /// What the engine says of itself; Podman has words of its own for some things.
    let info: EngineInfo

    /// The engine of the suite that runs; nil outside ``LiveEngineTrait``.
    @TaskLocal static var current: LiveEngine?

    var labels: [String: String] {
        let parts = label.split(separator: "=").map(String.init)
        return ["outpost.test": "1", parts[0]: parts[1]]
    }

    /// Whether live suites run: always where an engine is required, else if one answers.
    static func isExpected() async -> Bool {
        if ProcessInfo.processInfo.environment["OUTPOST_REQUIRE_ENGINE"] == "1" { return true }
        return (try? await connect()) != nil
    }

    static func connect() async throws -> DockerClient {
        let discovery = DockerDiscovery(environment: ProcessInfo.processInfo.environment, userID: getuid())
        return try await DockerClient.connect(toFirstOf: discovery.candidates(), curl: CurlClient()).client
    }

    /// Returns a short name that nothing else has.
    static func unique(_ prefix: String) -> String {
        "\(prefix)-\(UUID().uuidString.prefix(8).lowercased())"
    }

    /// Connects and builds the image.
    static func prepare() async throws -> LiveEngine {
        let id = unique("run")
        let client = try await connect()
        let engine = LiveEngine(
            client: client,
            label: "outpost.test.run=\(id)",
            image: "outpost-test/busybox:\(id)",
            info: try await client.info()
        )
        var options = ImageBuildOptions()
        options.tags = [engine.image]
        options.labels = engine.labels
        options.networkMode = "none"
        var context = TarWriter()
        let dockerfile = """
            FROM scratch
            COPY busybox /bin/busybox
            RUN ["/bin/busybox", "--install", "-s", "/bin"]

            """
        context.add("Dockerfile", contents: Array(dockerfile.utf8))
        context.add("busybox", contents: try staticBusybox(), mode: 0o755)
        for try await _ in try await engine.client.buildImage(options, context: .bytes(context.finish())) {}
        return engine
    }

    /// Removes whatever the run left.
    func cleanUp() async throws {
        for container in try await client.listContainers(labels: [label]) {
            try await client.removeContainer(container.id, force: true)
        }
        for network in try await client.listNetworks(labels: [label]) { try await client.removeNetwork(network.id) }
        for volume in try await client.listVolumes(labels: [label]) { try await client.removeVolume(volume.name) }
        // Not a prune, of which an engine does one at a time.
        for image in try await client.listImages(labels: [label]) {
            try await client.removeImage(image.id, force: true)
        }
    }

    private static func staticBusybox() throws -> [UInt8] {
        let paths = ["/bin/busybox", "/usr/bin/busybox"]
        guard let data = paths.lazy.compactMap({ FileManager.default.contents(atPath: $0) }).first else {
            throw MissingBusybox()
        }
        return [UInt8](data)
    }

    struct MissingBusybox: Error, CustomStringConvertible {
        var description: String { "a static busybox is needed: apt-get install busybox-static" }
    }
}

/// Gives a suite a live engine and cleans up after it.
struct LiveEngineTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let engine = try await LiveEngine.prepare()
        let result: Result<Void, any Error>
        do {
            try await LiveEngine.$current.withValue(engine) { try await function() }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        try await engine.cleanUp()
        try result.get()
    }
}

extension Trait where Self == LiveEngineTrait {
    static var liveEngine: LiveEngineTrait { LiveEngineTrait() }
}

extension Trait where Self == ConditionTrait {
    static var whereEngineIsExpected: ConditionTrait {
        .enabled("no Docker Engine answers") { await LiveEngine.isExpected() }
    }
}
