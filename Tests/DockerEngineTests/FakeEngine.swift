internal import CurlHTTP
internal import DockerEngine
internal import Foundation
internal import TestSupport

/// An engine of which a test writes the answers; the ping is answered for it.
enum FakeEngine {
    /// Limits that a busy machine does not reach: no test here is about the defaults.
    static var patient: DockerTimeouts {
        var timeouts = DockerTimeouts()
        timeouts.ping = .seconds(60)
        timeouts.query = .seconds(60)
        return timeouts
    }

    static func ping(_ version: String = "1.41") -> RawAnswer {
        .response(
            headers: [("Api-Version", version), ("Ostype", "linux"), ("Server", "Docker/20.10.24 (linux)")],
            body: Array("OK".utf8)
        )
    }

    /// Connects a client to a server that gives these answers, and returns the requests after the ping.
    @discardableResult
    static func run(
        version: String = "1.41",
        timeouts: DockerTimeouts = patient,
        answers: [RawAnswer],
        _ body: (DockerClient) async throws -> Void
    ) async throws -> [RawRequest] {
        try await RawServer.withServer(answers: [ping(version)] + answers) { server in
            let client = client(of: server, timeouts: timeouts)
            try await client.connect()
            try await body(client)
            return Array(server.requests.dropFirst())
        }
    }

    /// Runs a call that must send exactly one request, and returns that request and what the call returned.
    static func exchange<Output>(
        _ answer: RawAnswer,
        _ call: (DockerClient) async throws -> Output
    ) async throws -> (request: RawRequest, output: Output) {
        var output: Output?
        let requests = try await run(answers: [answer]) { output = try await call($0) }
        guard requests.count == 1, let output else { throw UnexpectedRequests(requests: requests) }
        return (requests[0], output)
    }

    /// Runs a call that must fail, and returns the error.
    static func failure(
        _ answer: RawAnswer,
        timeouts: DockerTimeouts = patient,
        _ call: (DockerClient) async throws(DockerError) -> Void
    ) async throws -> DockerError? {
        var failure: DockerError?
        try await run(timeouts: timeouts, answers: [answer]) { client in
            do throws(DockerError) { try await call(client) } catch { failure = error }
        }
        return failure
    }

    static func client(of server: RawServer, timeouts: DockerTimeouts = patient) -> DockerClient {
        DockerClient(endpoint: .unix(path: server.socketPath ?? ""), curl: CurlClient(), timeouts: timeouts)
    }

    struct UnexpectedRequests: Error {
        var requests: [RawRequest]
    }
}

extension RawRequest {
    /// The decoded parameters, in order.
    var parameters: [String] {
        (query ?? "").split(separator: "&").map { $0.removingPercentEncoding ?? "malformed" }
    }

    /// The body as a JSON object.
    var json: NSDictionary? {
        (try? JSONSerialization.jsonObject(with: Data(body))) as? NSDictionary
    }
}

/// Reads JSON that a test writes as it is easiest to read.
func object(_ text: String) -> NSDictionary? {
    (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? NSDictionary
}

extension AsyncSequence {
    /// Reads to the end.
    func all() async throws(Failure) -> [Element] {
        var elements: [Element] = []
        var iterator = makeAsyncIterator()
        while let element = try await iterator.next(isolation: #isolation) { elements.append(element) }
        return elements
    }
}

/// One frame of attach and logs.
func frame(_ stream: UInt8, _ text: String) -> [UInt8] {
    let payload = Array(text.utf8)
    let length = (0..<4).map { UInt8(truncatingIfNeeded: payload.count >> (24 - 8 * $0)) }
    return [stream, 0, 0, 0] + length + payload
}
