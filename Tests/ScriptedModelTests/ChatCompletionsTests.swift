import Testing

@testable import ScriptedModel

@Suite("Chat Completions")
struct ChatCompletionsTests {
    private let responder = Responder(script: .runAndStop, apiKey: nil)

    private static let prompt: JSON = ["role": "user", "content": [["type": "text", "text": "go"]]]
    private static let tools: JSON = [
        [
            "type": "function",
            "function": ["name": "bash", "parameters": ["properties": ["command": ["type": "string"]]]],
        ]
    ]

    private func request(_ messages: JSON, _ members: [String: JSON] = [:]) -> RecordedRequest {
        let body: [String: JSON] = ["model": "gpt", "tools": Self.tools, "messages": messages]
        return .post("/v1/chat/completions", .object(body.merging(members) { _, own in own }))
    }

    @Test("a turn has a text, a tool call and its usage")
    func message() throws {
        let (status, body) = try responder.json(request([Self.prompt]))
        #expect(status == 200)
        #expect(body["choices"][0]["finish_reason"] == "tool_calls")
        let message = body["choices"][0]["message"]
        #expect(message["content"] == "I will look around in the folder.")
        #expect(message["tool_calls"][0]["function"]["arguments"] == #"{"command":"ls -la"}"#)
        #expect(body["usage"]["prompt_tokens"].int ?? 0 > 10)
    }

    @Test("the turn after the tool's message is the next step")
    func secondTurn() throws {
        let history: JSON = [
            Self.prompt,
            ["role": "assistant", "content": nil, "tool_calls": [["id": "call_r0c0", "type": "function"]]],
            ["role": "tool", "tool_call_id": "call_r0c0", "content": "a"],
        ]
        let choice = try responder.json(request(history)).body["choices"][0]
        #expect(choice["message"] == ["role": "assistant", "content": "All done."])
        #expect(choice["finish_reason"] == "stop")
    }

    @Test("a streamed turn adds up to the same message and reports usage only on request", arguments: [false, true])
    func stream(wantsUsage: Bool) throws {
        let options: JSON = ["include_usage": .bool(wantsUsage)]
        let events = responder.events(request([Self.prompt], ["stream": true, "stream_options": options]))
        #expect(events.last?.data == "[DONE]")
        #expect(events.allSatisfy { $0.name == nil })
        let chunks = events.dropLast().map(\.data)
        #expect(chunks.contains { $0["usage"] != .null } == wantsUsage)
        let deltas = chunks.map { $0["choices"][0]["delta"] }
        #expect(deltas.compactMap(\.["content"].string).joined() == "I will look around in the folder.")
        let calls = deltas.map { $0["tool_calls"][0]["function"] }
        #expect(calls.compactMap(\.["name"].string) == ["bash"])
        #expect(calls.compactMap(\.["arguments"].string).joined() == #"{"command":"ls -la"}"#)
        #expect(chunks.compactMap { $0["choices"][0]["finish_reason"].string } == ["tool_calls"])
    }

    @Test("the path is known with and without its version")
    func paths() {
        for path in ["/v1/chat/completions", "/chat/completions"] {
            #expect(Endpoint(method: "POST", path: path) == .chat)
        }
        #expect(Endpoint(method: "GET", path: "/v1/responses") == nil)
    }
}
