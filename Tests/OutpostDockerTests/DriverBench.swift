internal import CurlHTTP
internal import DockerEngine
internal import Foundation
internal import OutpostCore
internal import TestSupport

@testable internal import OutpostDocker

/// A driver on an engine of which a test writes the answers; the ping is answered for it.
enum DriverBench {
    /// Runs `body`, and returns the requests after the ping as `METHOD /path`, without the version.
    static func run(
        _ answers: [RawAnswer],
        host: HostCapacity = SampleSpecs.host,
        _ body: (DockerDriver) async throws -> Void
    ) async throws -> [String] {
        let requests = try await run(client: answers) { client in
            try await body(DockerDriver(client: client, host: host))
        }
        return requests.map { "\($0.method) \($0.path.replacing("/v1.41", with: ""))" }
    }

    /// Runs `body` with a client, and returns the requests after the ping.
    static func run(
        client answers: [RawAnswer],
        _ body: (DockerClient) async throws -> Void
    ) async throws -> [RawRequest] {
        let ping = RawAnswer.response(headers: [("Api-Version", "1.41"), ("Ostype", "linux")], body: Array("OK".utf8))
        return try await RawServer.withServer(answers: [ping] + answers) { server in
            var timeouts = DockerTimeouts()
            // No test here is about the defaults, which a busy machine may reach.
            timeouts.ping = .seconds(60)
            let client = DockerClient(
                endpoint: .unix(path: server.socketPath ?? ""),
                curl: CurlClient(),
                timeouts: timeouts
            )
            try await client.connect()
            try await body(client)
            return Array(server.requests.dropFirst())
        }
    }

    static func json(_ object: Any, status: Int = 200) throws -> RawAnswer {
        .json(String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self), status: status)
    }

    static func message(_ status: Int, _ text: String = "words") throws -> RawAnswer {
        try json(["message": text], status: status)
    }

    /// The error that `body` throws.
    static func failure(_ body: () async throws -> Void) async throws -> ContainerError? {
        do {
            try await body()
            return nil
        } catch let error as ContainerError {
            return error
        }
    }
}
