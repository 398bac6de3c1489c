import Testing

@testable import ScriptedModel

@Suite("Anthropic Messages")
struct AnthropicMessagesTests {
    private let responder = Responder(script: .runAndStop, apiKey: nil)

    private static let tools: JSON = [
        ["name": "Bash", "input_schema": ["properties": ["command": ["type": "string"]]]]
    ]

    private func request(_ messages: JSON, stream: Bool = false) -> RecordedRequest {
        .post(
            "/v1/messages?beta=true",
            ["model": "claude", "stream": .bool(stream), "tools": Self.tools, "messages": messages]
        )
    }

    private static let prompt: JSON = ["role": "user", "content": "go"]
    private static let history: JSON = [
        prompt,
        ["role": "assistant", "content": [["type": "tool_use", "id": "toolu_r0c0", "name": "Bash", "input": [:]]]],
        ["role": "user", "content": [["type": "tool_result", "tool_use_id": "toolu_r0c0", "content": "a"]]],
    ]

    @Test("a turn has a text, a tool call and its usage")
    func message() throws {
        let (status, body) = try responder.json(request([Self.prompt]))
        #expect(status == 200)
        #expect(body["model"] == "scripted")
        #expect(body["stop_reason"] == "tool_use")
        #expect(body["content"][0] == ["type": "text", "text": "I will look around in the folder."])
        let call: JSON = ["type": "tool_use", "id": "toolu_r0c0", "name": "Bash", "input": ["command": "ls -la"]]
        #expect(body["content"][1] == call)
        #expect(body["usage"]["input_tokens"].int ?? 0 > 10)
        #expect(body["usage"]["cache_read_input_tokens"] == 0)
    }

    @Test("the turn after the tool's result is the next step, read from a cache")
    func secondTurn() throws {
        let (_, body) = try responder.json(request(Self.history))
        #expect(body["content"] == [["type": "text", "text": "All done."]])
        #expect(body["stop_reason"] == "end_turn")
        #expect(body["usage"]["cache_read_input_tokens"].int ?? 0 > 10)
    }

    @Test("a streamed turn adds up to the same message")
    func stream() throws {
        let events = responder.events(request([Self.prompt], stream: true))
        #expect(events.allSatisfy { $0.name == $0.data["type"].string })
        #expect(events.first?.name == "message_start")
        #expect(events.last?.name == "message_stop")
        let deltas = events.filter { $0.name == "content_block_delta" }.map(\.data)
        #expect(deltas.count > 2)
        let text = deltas.filter { $0["index"] == 0 }.compactMap(\.["delta"]["text"].string).joined()
        #expect(text == "I will look around in the folder.")
        let input = deltas.filter { $0["index"] == 1 }.compactMap(\.["delta"]["partial_json"].string).joined()
        #expect(input == #"{"command":"ls -la"}"#)
        let starts = events.filter { $0.name == "content_block_start" }.map { $0.data["content_block"] }
        #expect(starts.last == ["type": "tool_use", "id": "toolu_r0c0", "name": "Bash", "input": [:]])
        let end = try #require(events.first { $0.name == "message_delta" }?.data)
        #expect(end["delta"]["stop_reason"] == "tool_use")
        let whole = try responder.json(request([Self.prompt])).body
        #expect(end["usage"]["output_tokens"] == whole["usage"]["output_tokens"])
    }

    @Test("tokens are counted and models are listed")
    func others() throws {
        let count = try responder.json(.post("/v1/messages/count_tokens", ["messages": [Self.prompt]], ordinal: nil))
        #expect(count.body["input_tokens"].int ?? 0 > 5)
        let list = RecordedRequest(method: "GET", path: "/v1/models?limit=9", headers: [], body: [])
        #expect(try responder.json(list).body["data"][0]["id"] == "scripted")
        let hello = RecordedRequest(method: "HEAD", path: "/api/hello", headers: [], body: [])
        #expect(responder.plan(for: hello, now: 0).status == 200)
    }
}
