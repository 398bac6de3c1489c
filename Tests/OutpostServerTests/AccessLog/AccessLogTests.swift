internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdTesting
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("Access log", .timeLimit(.minutes(10)))
struct AccessLogTests {
    private func run(
        logsRequests: Bool = true,
        _ body: @Sendable (Bench, Client) async throws -> Void
    ) async throws -> RecordedLog {
        let (bench, log) = (try await Bench(), RecordedLog())
        try await bench.server(log: log, logsRequests: logsRequests).application().test(.router) {
            try await body(bench, Client(client: $0))
        }
        return log
    }

    @Test("says who, what, and what came of it")
    func fields() async throws {
        let log = try await run { bench, client in
            let key = try await bench.key()
            let id = try bench.dispatch()
            _ = try await client.send(.get, "/dispatch/\(id)?skipLogs=true", key: key)
            _ = try await client.send(.get, "/health/live")
        }
        try #require(log.requests.count == 2)
        let (first, second) = (log.requests[0], log.requests[1])
        #expect(first["method"] == "GET" && first["status"] == "200")
        #expect(first["route"] == "/dispatch/{dispatchId}")
        #expect(first["path"]?.hasPrefix("/dispatch/0") == true)
        #expect(first["request_id"] == Samples.requestID)
        #expect(first["tenant_id"] == Bench.alice)
        #expect(first["key_id"]?.count == 36)
        #expect(Int(first["bytes"] ?? "").map { $0 > 100 } == true)
        #expect(first["ms"].flatMap { Int($0) } != nil)
        #expect(second["key_id"] == nil && second["tenant_id"] == nil)
    }

    @Test("has no query, no header, no body and no key")
    func silence() async throws {
        let log = try await run { bench, client in
            let key = try await bench.key(Bench.operatorTenant)
            let hidden = ["authorization-of-others", "query-of-others", "body-of-others"]
            _ = try await client.send(
                .post,
                "/dispatch?signature=\(hidden[1])",
                key: key,
                headers: ["X-Other": hidden[0]],
                body: "{\"task\":\"\(hidden[2])\"}"
            )
            // Who revokes a key may take the whole of it for its prefix.
            _ = try await client.send(.delete, "/admin/keys/\(key)", key: key)
            _ = try await client.send(.get, "/dispatch", key: key + "x")
        }
        #expect(log.requests.count == 3)
        let all = log.lines.map { "\($0)" }.joined()
        #expect(!all.contains("of-others"))
        #expect(!all.contains("otp_0000000000000"))
        #expect(log.requests[1]["path"] == "/admin/keys/otp_00000000...")
        #expect(log.requests[2]["key_id"] == nil)
    }

    @Test(
        "shows a path that ends where it ends",
        arguments: [
            ("/a b\nstatus=200", "/a%20b%0Astatus=200"), ("/\u{1B}[31m", "/%1B[31m"),
            ("/ä\u{2028}", "/%C3%A4%E2%80%A8"),
            ("/%0Ax", "/%0Ax"), ("", ""),
        ]
    )
    func paths(path: String, shown: String) {
        #expect(AccessLog.shown(path) == shown)
    }

    @Test("shows no more of a path than fits")
    func longPath() {
        #expect(AccessLog.shown("/" + String(repeating: "a", count: 8000)).utf8.count == 303)
    }

    @Test("is silent where it is switched off, and errors are not")
    func off() async throws {
        let log = try await run(logsRequests: false) { _, client in
            _ = try await client.send(.get, "/health/live")
        }
        #expect(log.requests.isEmpty)
    }
}
