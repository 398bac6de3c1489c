import Testing

@testable import ScriptedModel

@Suite("OpenAI Responses")
struct OpenAIResponsesTests {
    private let responder = Responder(script: .runAndStop, apiKey: nil)

    private static let prompt: JSON = [
        "type": "message", "role": "user", "content": [["type": "input_text", "text": "go"]],
    ]
    private static let tools: JSON = [
        [
            "type": "function", "name": "exec_command",
            "parameters": ["properties": ["cmd": ["type": "string"]]],
        ],
        ["type": "web_search"],
    ]
    private static let codeTools: JSON = [
        "type": "additional_tools",
        "tools": [
            ["type": "namespace", "name": "other", "tools": [["type": "custom", "name": "apply_patch"]]],
            ["type": "namespace", "name": "functions", "tools": [["type": "custom", "name": "exec"]]],
        ],
    ]

    private func request(_ input: JSON, tools: JSON = Self.tools, stream: Bool = false) -> RecordedRequest {
        .post("/v1/responses", ["model": "gpt", "stream": .bool(stream), "tools": tools, "input": input])
    }

    @Test("a turn has a message, a function call and its usage")
    func message() throws {
        let (status, body) = try responder.json(request([Self.prompt]))
        #expect(status == 200)
        #expect(body["status"] == "completed")
        #expect(body["output"][0]["content"][0]["text"] == "I will look around in the folder.")
        let call = body["output"][1]
        #expect(call["type"] == "function_call")
        #expect(call["name"] == "exec_command")
        #expect(call["arguments"] == #"{"cmd":"ls -la"}"#)
        #expect(body["usage"]["input_tokens"].int ?? 0 > 10)
    }

    @Test("the turn after the call's output is the next step")
    func secondTurn() throws {
        let history: JSON = [
            Self.prompt,
            ["type": "message", "role": "assistant", "content": [["type": "output_text", "text": "I will"]]],
            ["type": "function_call", "call_id": "call_r0c0", "name": "exec_command", "arguments": "{}"],
            ["type": "function_call_output", "call_id": "call_r0c0", "output": "a"],
        ]
        let output = try responder.json(request(history)).body["output"]
        #expect(output.elements.count == 1)
        #expect(output[0]["content"][0]["text"] == "All done.")
    }

    @Test("a model that writes code is offered its tool inside the input")
    func code() throws {
        let call = try responder.json(request([Self.codeTools, Self.prompt], tools: nil)).body["output"][1]
        #expect(call["type"] == "custom_tool_call")
        #expect(call["name"] == "exec")
        let source = #"text((await tools.exec_command({cmd: "ls -la"})).output);"# + "\n"
        #expect(call["input"].string == source)
    }

    @Test("a streamed turn adds up to the same response", arguments: [false, true])
    func stream(writesCode: Bool) throws {
        let input: JSON = writesCode ? [Self.codeTools, Self.prompt] : [Self.prompt]
        let tools: JSON = writesCode ? nil : Self.tools
        let events = responder.events(request(input, tools: tools, stream: true))
        #expect(events.allSatisfy { $0.name == $0.data["type"].string })
        #expect(events.map { $0.data["sequence_number"] } == events.indices.map(JSON.int))
        #expect(events.first?.name == "response.created")
        let completed = try #require(events.last)
        #expect(completed.name == "response.completed")
        let whole = try responder.json(request(input, tools: tools)).body
        #expect(completed.data["response"]["output"] == whole["output"])
        let done = events.filter { $0.name == "response.output_item.done" }.map { $0.data["item"] }
        #expect(done == whole["output"].elements)
        let field = writesCode ? "input" : "arguments"
        let stem = writesCode ? "response.custom_tool_call_input" : "response.function_call_arguments"
        let pieces = events.filter { $0.name == stem + ".delta" }.compactMap { $0.data["delta"].string }
        #expect(JSON.string(pieces.joined()) == whole["output"][1][field])
    }
}
