internal import TestSupport

/// A provider that holds its answer back until the test has looked at the running container.
struct HeldUpstream: Sendable {
    private let server: RawServer
    private let gate: Gate

    private init(_ server: RawServer, _ gate: Gate) {
        self.server = server
        self.gate = gate
    }

    private static let answer = """
        {"id":"m","type":"message","role":"assistant","model":"probe-1","content":[{"type":"text","text":"Seen."}],\
        "stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}
        """

    static func with<Output: Sendable>(_ body: (HeldUpstream) async throws -> Output) async throws -> Output {
        let gate = Gate()
        let response = RawAnswer.json(answer)
        return try await RawServer.withServer(.tcp, answer: { _ in RawAnswer([.wait(gate)] + response.steps) }) {
            try await body(HeldUpstream($0, gate))
        }
    }

    var url: String { server.url }

    /// Waits for the agent's request, lets `body` look, and then answers.
    func duringRequest<Output>(_ body: (RawRequest) async throws -> Output) async throws -> Output {
        let request = try await server.waitForRequests(1)[0]
        defer { gate.open() }
        return try await body(request)
    }
}
