internal import CurlHTTP
internal import DockerEngine
internal import Foundation
internal import OutpostAPI
internal import Testing

/// The real engine, as these tests look at it.
enum Engine {
    private static let curl = CurlClient()

    static func connect() async throws -> DockerClient {
        let discovery = DockerDiscovery(environment: ProcessInfo.processInfo.environment, userID: getuid())
        return try await DockerClient.connect(toFirstOf: discovery.candidates(), curl: curl).client
    }

    /// What the engine answers to a GET, as text.
    static func raw(_ path: String) async throws -> String {
        let client = try await connect()
        var request = CurlRequest(method: "GET", url: "http://localhost\(path)")
        switch client.endpoint {
        case .unix(let socket): request.unixSocketPath = socket
        case .tcp(let host, let port, _): request.url = "http://\(host):\(port)\(path)"
        }
        let answer = try await curl.collect(request)
        try #require(answer.status == 200, "\(path): \(answer.status)")
        return String(decoding: answer.body, as: UTF8.self)
    }

    /// The same as JSON.
    static func json(_ path: String) async throws -> JSONValue {
        try APICoding.decode(JSONValue.self, from: Data(try await raw(path).utf8))
    }

    /// Whether these tests run: always where an engine is required, else if one answers.
    static func isExpected() async -> Bool {
        if ProcessInfo.processInfo.environment["OUTPOST_REQUIRE_ENGINE"] == "1" { return true }
        return (try? await connect()) != nil
    }

    /// Removes an agent's images; one that another build stands on meanwhile stays.
    static func removeImages(ofAgent name: String) async throws {
        let client = try await connect()
        for image in try await client.listImages(labels: ["outpost.image=\(name)"]) {
            do throws(DockerError) {
                try await client.removeImage(image.id, force: true)
            } catch {
                guard case .conflict = error else { throw error }
            }
        }
    }
}

extension Trait where Self == ConditionTrait {
    static var whereEngineIsExpected: ConditionTrait {
        .enabled("no Docker Engine answers") { await Engine.isExpected() }
    }
}
