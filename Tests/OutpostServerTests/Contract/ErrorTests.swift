internal import Foundation
internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("Errors")
struct ErrorTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let error: any Error & Sendable
        let status: Int
        let code: String
        let message: String
        var details: String?
        var retryAfter: String?

        var testDescription: String { message }
    }

    static let rows = [
        Row(
            error: InvalidRequest.unknownModel(agent: "claude", model: "gpt", known: ["a", "b"]),
            status: 400,
            code: "VALIDATION_ERROR",
            message: "Invalid model for agent claude: gpt",
            details: #"{"agent":"claude","modelId":"gpt","validModels":["a","b"]}"#
        ),
        Row(
            error: InvalidRequest.unknownAgent(name: "x", known: ["claude", "codex"]),
            status: 400,
            code: "VALIDATION_ERROR",
            message: "Request validation failed",
            details: #"""
                {"errors":[{"path":"agent",
                "message":"Invalid enum value. Expected 'claude' | 'codex', received 'x'"}]}
                """#
        ),
        Row(
            error: InvalidRequest.missingSecret(name: "NPM_TOKEN", agent: "claude", tenant: "acme & co"),
            status: 400,
            code: "VALIDATION_ERROR",
            message:
                "The agent claude needs the secret NPM_TOKEN, which is not set: "
                + "outpost secrets set NPM_TOKEN --tenant 'acme & co'",
            details: #"{"missingSecrets":["NPM_TOKEN"],"totalRequired":1}"#
        ),
        Row(
            error: InvalidRequest.missingSecrets(
                names: ["NPM_TOKEN", "ANTHROPIC_API_KEY"],
                agent: "claude",
                tenant: "acme",
                required: 3
            ),
            status: 400,
            code: "VALIDATION_ERROR",
            message: "The agent claude needs secrets that are not set: "
                + "outpost secrets set NPM_TOKEN --tenant acme; outpost secrets set ANTHROPIC_API_KEY --tenant acme",
            details: #"{"missingSecrets":["NPM_TOKEN","ANTHROPIC_API_KEY"],"totalRequired":3}"#
        ),
        Row(
            error: InvalidRequest.task("the task is empty"),
            status: 400,
            code: "VALIDATION_ERROR",
            message: "Request validation failed",
            details: #"{"errors":[{"path":"task","message":"the task is empty"}]}"#
        ),
        Row(
            error: ServiceError.idempotencyConflict,
            status: 409,
            code: "CONFLICT",
            message: "The idempotency key was used for a different request"
        ),
        Row(
            error: ServiceError.alreadyStopping(.cancel, .running),
            status: 409,
            code: "CONFLICT",
            message: "Dispatch is being cancelled already",
            details: #"{"dispatchId":"","currentStatus":"running"}"#
        ),
        Row(
            error: ServiceError.alreadyStopping(.timeout, .completing),
            status: 409,
            code: "CONFLICT",
            message: "Dispatch is being stopped at its timeout",
            details: #"{"dispatchId":"","currentStatus":"completing"}"#
        ),
        Row(
            error: ServiceError.queueFull(limit: 10),
            status: 429,
            code: "RATE_LIMIT_EXCEEDED",
            message: "Too many dispatches are waiting",
            details: #"{"limit":10}"#,
            retryAfter: "30"
        ),
        Row(
            error: ServiceError.beyondLimits("timeoutSeconds: at most 300 for this tenant"),
            status: 400,
            code: "VALIDATION_ERROR",
            message: "timeoutSeconds: at most 300 for this tenant"
        ),
        Row(
            error: ServiceError.stopping,
            status: 503,
            code: "SERVICE_UNAVAILABLE",
            message: "The server is stopping",
            retryAfter: "10"
        ),
        Row(
            error: SecretError.rekeyed(SecretReference(owner: .tenant("a"), kind: .dispatch, name: "x")),
            status: 503,
            code: "SERVICE_UNAVAILABLE",
            message: "The secrets are being sealed under new keys, and nothing was changed; try again",
            retryAfter: "5"
        ),
        Row(
            error: Unexpected(),
            status: 500,
            code: "INTERNAL_ERROR",
            message: "An unexpected error occurred"
        ),
    ]

    @Test("Each failure has one status, code, message and shape of details", arguments: rows)
    func failures(row: Row) async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        bench.service.fail(with: row.error)
        try await bench.run { client in
            let body = #"{"agent":"claude","task":"Fix the failing test"}"#
            let reply = try await client.send(.post, "/dispatch", key: key, body: body)
            #expect(reply.status == row.status)
            #expect(reply.header("Retry-After") == row.retryAfter)
            let details = row.details.map { #","details":\#($0)"# } ?? ""
            let expected = #"""
                {"success":false,"error":{"code":"\#(row.code)","message":"\#(row.message)"\#(details)},
                "meta":{"requestId":"\#(Samples.requestID)","timestamp":"2026-01-01T00:00:00.000Z"}}
                """#
            #expect(try reply.json == JSONParser.parse(Array(expected.utf8)))
        }
    }

    @Test("Cancelling what is over is 409 with the status in the API's words, a second time too")
    func cancelEnded() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        let id = try bench.dispatch()
        try bench.service.end(id, DispatchEnd(status: .timeout, reason: .timeout))
        try await bench.run { client in
            for _ in 0..<2 {
                let reply = try await client.send(.delete, "/dispatch/\(id)", key: key)
                #expect(reply.status == 409)
                #expect(try reply.value("error.code") == "CONFLICT")
                #expect(try reply.value("error.message") == "Cannot cancel dispatch in terminal state")
                #expect(
                    try reply.value("error.details") == ["dispatchId": .string(id.text), "currentStatus": "timeout"]
                )
            }
        }
    }

    @Test(
        "A reason may have 500 characters, and is a text",
        arguments: [
            (#"{"reason":7}"#, "Expected string, received number"),
            (#"{"reason":"\#(String(repeating: "x", count: 501))"}"#, "String must contain at most 500 character(s)"),
        ]
    )
    func reason(body: String, message: String) async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        let id = try bench.dispatch()
        try await bench.run { client in
            let reply = try await client.send(.delete, "/dispatch/\(id)", key: key, body: body)
            #expect(try reply.problems == [FieldProblem(path: "reason", message: message)])
        }
    }

    @Test(
        "A body that is no JSON object is 400, never 500",
        arguments: [
            "{", "[]", "null", "\"x\"", "{\"agent\":NaN}", "{\"agent\":1}}", "\u{FEFF}{}", "{'agent':1}",
        ]
    )
    func malformed(body: String) async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client in
            let reply = try await client.send(.post, "/dispatch", key: key, body: body)
            #expect(reply.status == 400)
            #expect(try reply.value("error.code") == "VALIDATION_ERROR")
        }
    }

    @Test("A body that is not UTF-8 is 400")
    func notUTF8() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client async throws in
            let bytes = Array(#"{"agent":"claude","task":""#.utf8) + [0xFF, 0xFE] + Array(#""}"#.utf8)
            #expect(try await client.send(.post, "/dispatch", key: key, headers: [:], bytes: bytes).status == 400)
        }
    }

    @Test("A workspace id that is no UUID is 400, one that is unknown 404", arguments: ["GET", "DELETE"])
    func workspaces(method: String) async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client in
            let method = try #require(HTTPRequest.Method(method))
            let wrong = try await client.send(method, "/workspaces/abc", key: key)
            #expect(wrong.status == 400)
            #expect(try wrong.problems == [FieldProblem(path: "workspaceId", message: "Invalid workspace ID format")])
            let unknown = try await client.send(method, "/workspaces/\(Samples.requestID)", key: key)
            #expect(unknown.status == 404)
            #expect(try unknown.value("error.message") == .string("Workspace not found: \(Samples.requestID)"))
        }
    }
}
