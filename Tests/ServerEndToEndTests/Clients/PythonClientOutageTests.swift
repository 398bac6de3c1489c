internal import TestSupport
internal import Testing

extension ServerTests {
    @Suite("The Python client, with a server that comes and goes", .timeLimit(.minutes(15)))
    struct PythonClientOutageTests {
        private static func event(_ name: String, _ id: String, _ data: String) -> String {
            "event: \(name)\nid: \(id)\ndata: \(data)\n\n"
        }

        private static func stream(_ events: String) -> RawAnswer {
            .cut("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + events)
        }

        /// What the server does, request by request.
        private static let answers: [RawAnswer] = [
            .response(503, headers: [("Retry-After", "0")], body: Array("{}".utf8)), .close,
            .json(#"{"data":{"dispatchId":"D"}}"#, status: 201), stream(event("log", "1", #"{"message":"one"}"#)),
            .close,
            stream(event("log", "2", #"{"message":"two"}"#) + "event: log\nid: 3"),
            .response(429, headers: [("Retry-After", "0")], body: Array("{}".utf8)),
            stream(event("log", "3", #"{"message":"three"}"#) + event("end", "4", #"{"status":"success"}"#)),
            .json(#"{"data":{"artifacts":[]}}"#),
        ]

        private func run(_ url: String) async throws -> Shell.Answer {
            try await Shell.attempt(
                "python3",
                [OutpostBinary.checkout + "/docker/examples/client.py", "claude", "Fix the failing test"],
                environment: ["OUTPOST_URL": url, "OUTPOST_API_KEY": "otp_key", "NO_PROXY": "*"]
            )
        }

        @Test("repeats what was not answered, as one dispatch, and goes on with the log where it broke off")
        func outage() async throws {
            try await RawServer.withServer(.tcp, answers: Self.answers) { server in
                let answer = try await run(server.url)
                #expect(answer.code == 0, "\(answer.errors)")
                #expect(answer.errors == "one\ntwo\nthree\nD success\n")
                let requests = server.requests
                let posts = requests.filter { $0.method == "POST" }
                #expect(posts.count == 3)
                #expect(Set(posts.map(\.body)).count == 1, "the same idempotency key")
                let places = requests.filter { $0.target.hasSuffix("/events") }.map { $0["Last-Event-ID"] }
                #expect(places == [nil, "1", "1", "2", "2"])
            }
        }

        @Test("says what a server refuses, at once and without a second try")
        func refusal() async throws {
            let refusal = RawAnswer.json(
                #"{"error":{"code":"VALIDATION_ERROR","message":"no such agent"}}"#,
                status: 400
            )
            try await RawServer.withServer(.tcp, answers: [refusal]) { server in
                let answer = try await run(server.url)
                #expect(answer.code == 2)
                #expect(answer.errors == "no such agent\n")
                #expect(server.requests.count == 1)
            }
        }
    }
}
