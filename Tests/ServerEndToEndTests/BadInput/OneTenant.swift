internal import CurlHTTP
internal import OutpostAPI
internal import Testing

/// A server with one tenant, shared by the tests of a suite.
struct OneTenant: Sendable {
    let server: RunningServer
    let key: String

    var client: APIClient { server.client(key) }

    @TaskLocal static var current: OneTenant?

    /// The one that surrounds the test.
    static func shared() throws -> OneTenant { try #require(current) }

    /// Sends a request line, and what else no client would, with the key.
    func raw(_ line: String, headers: [String] = [], body: [UInt8] = []) async throws -> APIAnswer {
        try await RawExchange.send(line, headers: ["X-API-Key: \(key)"] + headers, body: body, to: server.port)
    }
}

/// Runs a suite with a server of one tenant.
struct OneTenantTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await ServerBench.with { bench in
            let key = try await bench.tenant("acme")
            try await bench.serve { server in
                let tenant = OneTenant(server: server, key: key)
                try await OneTenant.$current.withValue(tenant) { try await function() }
                #expect(try await tenant.client.call("GET", "/health/live").status == 200)
                #expect(!server.log.contains("request failed"))
            }
        }
    }
}

extension Trait where Self == OneTenantTrait {
    static var withOneTenant: OneTenantTrait { OneTenantTrait() }
}

/// Checks that an answer is a refusal in the envelope.
func expectRefusal(
    _ answer: APIAnswer,
    _ statuses: ClosedRange<Int> = 400...499,
    _ what: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let note = "\(what): \(answer.status) \(answer.text.prefix(500))"
    #expect(statuses.contains(answer.status), "\(note)", sourceLocation: sourceLocation)
    #expect(answer.json["success"] == .bool(false), "\(note)", sourceLocation: sourceLocation)
    #expect(answer.errorCode?.isEmpty == false, "\(note)", sourceLocation: sourceLocation)
    #expect(answer.json["error"]["message"].text?.isEmpty == false, "\(note)", sourceLocation: sourceLocation)
    let id = answer.json["meta"]["requestId"].text
    #expect(id?.count == 36, "\(note)", sourceLocation: sourceLocation)
    #expect(answer.headers["X-Request-ID"] == id, "\(note)", sourceLocation: sourceLocation)
}
