internal import CurlHTTP
internal import DockerEngine
internal import Foundation
internal import NIOCore
internal import Testing

/// The real engine, as these tests look at it.
enum Engine {
    private static let curl = CurlClient()

    static func connect() async throws -> DockerClient {
        let discovery = DockerDiscovery(environment: ProcessInfo.processInfo.environment, userID: getuid())
        return try await DockerClient.connect(toFirstOf: discovery.candidates(), curl: curl).client
    }

    /// Whether these tests run: always where an engine is required, else if one answers.
    static func isExpected() async -> Bool {
        if ProcessInfo.processInfo.environment["OUTPOST_REQUIRE_ENGINE"] == "1" { return true }
        return (try? await connect()) != nil
    }

    /// Where this machine has the engine's files, if that is not where the engine sees them (`docker/other-engine.sh`).
    static let root = ProcessInfo.processInfo.environment["OUTPOST_ENGINE_ROOT"] ?? ""

    /// An answer of the engine as it came, every field included.
    static func raw(_ path: String) async throws -> String {
        let client = try await connect()
        var request = CurlRequest(method: "GET", url: "http://localhost\(path)")
        switch client.endpoint {
        case .unix(let socket): request.unixSocketPath = socket
        case .tcp(let host, let port, _): request.url = "http://\(host):\(port)\(path)"
        }
        let answer = try await curl.collect(request)
        try #require(answer.status == 200)
        return String(decoding: answer.body, as: UTF8.self)
    }

    /// This machine's addresses apart from loopback's.
    static func hostAddresses() throws -> [String] {
        try System.enumerateDevices().compactMap(\.address).filter { $0.protocol == .inet }
            .compactMap(\.ipAddress).filter { !$0.hasPrefix("127.") }
    }

    /// Whether containers on a bridge and this machine reach each other.
    ///
    /// Docker's bridge is here. Podman may keep its bridges in a network namespace that nothing else is in.
    static func sharesNetwork() async throws -> Bool {
        guard try await connect().info().isPodman else { return true }
        return try !hostAddresses().isEmpty
    }

    /// Whether an HTTP server answers at an address.
    static func answers(_ url: String) async -> Bool {
        let request = CurlRequest(method: "GET", url: url, deadline: .seconds(5))
        return (try? await curl.collect(request)) != nil
    }

    /// Removes the images of an agent that a test made.
    static func removeImages(ofAgent name: String) async throws {
        let client = try await connect()
        for image in try await client.listImages(labels: ["outpost.image=\(name)"]) {
            try await client.removeImage(image.id, force: true)
        }
    }
}

extension Trait where Self == ConditionTrait {
    static var whereEngineIsExpected: ConditionTrait {
        .enabled("no Docker Engine answers") { await Engine.isExpected() }
    }

    static var whereBridgesAreReached: ConditionTrait {
        .enabled("the engine keeps its bridges in a network namespace of its own") {
            try await Engine.sharesNetwork()
        }
    }

    static var forRoot: ConditionTrait {
        .enabled(if: getuid() == 0, "needs root")
    }
}
