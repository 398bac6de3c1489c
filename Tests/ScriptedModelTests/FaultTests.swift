import Testing

@testable import ScriptedModel

@Suite("Faults")
struct FaultTests {
    private static let paths = [
        "/v1/messages", "/v1/responses", "/v1/chat/completions", "/v1beta/models/m:generateContent",
    ]

    private func error(_ path: String, _ status: Int) throws -> JSON {
        let fault = ScriptFault(.every, .status(status, retryAfter: nil, message: "why", headers: [:]))
        let (actual, body) = try Responder(script: ModelScript(faults: [fault]), apiKey: nil).json(.post(path, [:]))
        #expect(actual == status)
        return body
    }

    @Test(
        "Anthropic's errors are typed",
        arguments: [
            (401, "authentication_error"), (403, "permission_error"), (429, "rate_limit_error"), (500, "api_error"),
            (529, "overloaded_error"), (404, "not_found_error"),
        ]
    )
    func anthropic(status: Int, type: String) throws {
        let expected: JSON = ["type": "error", "error": ["type": .string(type), "message": "why"]]
        #expect(try error("/v1/messages", status) == expected)
    }

    @Test(
        "OpenAI's errors are coded",
        arguments: ["/v1/responses", "/v1/chat/completions"],
        [(401, "invalid_api_key"), (429, "rate_limit_exceeded"), (500, "internal_error")]
    )
    func openAI(path: String, expected: (Int, String)) throws {
        let error = try error(path, expected.0)["error"]
        #expect(error["code"] == .string(expected.1))
        #expect(error["message"] == "why")
    }

    @Test(
        "Gemini's errors have a status",
        arguments: [(401, "UNAUTHENTICATED"), (429, "RESOURCE_EXHAUSTED"), (500, "INTERNAL"), (503, "UNAVAILABLE")]
    )
    func gemini(status: Int, name: String) throws {
        let expected: JSON = ["error": ["code": .int(status), "message": "why", "status": .string(name)]]
        #expect(try error("/v1beta/models/m:generateContent", status) == expected)
    }

    @Test("a rate limit says when to try again", arguments: paths)
    func retryAfter(path: String) throws {
        let effect = ScriptFault.Effect.status(429, retryAfter: 7, message: nil, headers: ["x-reset": "later"])
        let responder = Responder(script: ModelScript(faults: [ScriptFault(.request(1), effect)]), apiKey: nil)
        let plan = responder.plan(for: .post(path, [:]), now: 0)
        #expect(plan.headers.contains { $0 == ("retry-after", "7") })
        #expect(plan.headers.contains { $0 == ("x-reset", "later") })
        #expect(responder.plan(for: .post(path, [:], ordinal: 2), now: 0).status == 200)
    }

    @Test("a key that is not the server's is refused in every dialect", arguments: paths)
    func keys(path: String) throws {
        let responder = Responder(script: .runAndStop, apiKey: "right")
        func status(_ headers: [(name: String, value: String)], query: String = "") -> Int {
            responder.plan(for: .post(path + query, [:], headers: headers), now: 0).status
        }
        #expect(status([]) == 401)
        #expect(status([(name: "x-api-key", value: "wrong")]) == 401)
        #expect(status([(name: "Authorization", value: "Bearer right")]) == 200)
        #expect(status([(name: "X-API-Key", value: "right")]) == 200)
        #expect(status([(name: "x-goog-api-key", value: "right")]) == 200)
        #expect(status([], query: "?alt=sse&key=right") == 200)
    }

    @Test("a body that is not JSON, and a path that nobody serves, are refused", arguments: paths)
    func badRequests(path: String) {
        let responder = Responder(script: .runAndStop, apiKey: nil)
        for body in ["", "{", "[]"] {
            let request = RecordedRequest(method: "POST", path: path, headers: [], body: Array(body.utf8), ordinal: 1)
            #expect(responder.plan(for: request, now: 0).status == 400)
        }
        #expect(responder.plan(for: .post(path + "/more", [:]), now: 0).status == 404)
    }

    @Test(
        "a refusal is marked as the dialect marks it, streamed or not",
        arguments: [
            ("/v1/messages", #""stop_reason":"refusal""#), ("/v1/responses", #""type":"refusal""#),
            ("/v1/chat/completions", #""finish_reason":"content_filter""#),
            ("/v1beta/models/m:generateContent", #""finishReason":"SAFETY""#),
            ("/v1beta/models/m:streamGenerateContent", #""finishReason":"SAFETY""#),
        ]
    )
    func refusal(path: String, mark: String) {
        let responder = Responder(script: ModelScript(faults: [ScriptFault(.every, .refusal)]), apiKey: nil)
        for isStreaming in [false, true] {
            let plan = responder.plan(for: .post(path, ["stream": .bool(isStreaming)]), now: 0)
            #expect(plan.status == 200)
            #expect(String(decoding: plan.chunks.flatMap { $0 }, as: UTF8.self).contains(mark))
        }
    }

    @Test("garbage is a success by its status and of no dialect", arguments: paths)
    func garbage(path: String) throws {
        let responder = Responder(script: ModelScript(faults: [ScriptFault(.every, .garbage)]), apiKey: nil)
        let events = responder.events(.post(path, ["stream": true]))
        #expect(!events.isEmpty)
        for event in events { #expect(event.data.string != nil) }
    }

    @Test("a cut keeps the first bytes of the body, whatever its chunks")
    func cut() {
        let events = [ServerSentEvent(data: "aa"), ServerSentEvent(data: "bb")]
        var plan = ResponsePlan(status: 200, headers: [], body: .events(events))
        plan.cutAfter = 17
        #expect(plan.chunks.flatMap { $0 } == Array("data: aa\n\ndata: b".utf8))
        #expect(plan.isCut)
        plan.cutAfter = 20
        #expect(!plan.isCut)
    }
}
