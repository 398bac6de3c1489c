import Testing

@testable import ScriptedModel

@Suite("Gemini generateContent")
struct GeminiContentTests {
    private let responder = Responder(script: .runAndStop, apiKey: nil)

    private static let prompt: JSON = ["role": "user", "parts": [["text": "go"]]]
    private static let declaration: JSON = [
        "name": "run_shell_command", "parameters": ["properties": ["command": ["type": "STRING"]]],
    ]

    private func request(_ contents: JSON, call: String = "generateContent") -> RecordedRequest {
        .post(
            "/v1beta/models/gemini-x:\(call)",
            ["contents": contents, "tools": [["functionDeclarations": [Self.declaration]]]]
        )
    }

    @Test("a turn has a text, a function call and its usage")
    func message() throws {
        let (status, body) = try responder.json(request([Self.prompt]))
        #expect(status == 200)
        let candidate = body["candidates"][0]
        #expect(candidate["finishReason"] == "STOP")
        #expect(candidate["content"]["parts"][0] == ["text": "I will look around in the folder."])
        let call = candidate["content"]["parts"][1]["functionCall"]
        #expect(call["name"] == "run_shell_command")
        #expect(call["args"] == ["command": "ls -la"])
        #expect(body["usageMetadata"]["promptTokenCount"].int ?? 0 > 10)
    }

    @Test("the turn after the function's response is the next step, with or without ids", arguments: [false, true])
    func secondTurn(hasIDs: Bool) throws {
        let id: JSON = hasIDs ? "gemini_r0c0" : nil
        let history: JSON = [
            Self.prompt,
            ["role": "model", "parts": [["functionCall": ["id": id, "name": "run_shell_command"]]]],
            ["role": "user", "parts": [["functionResponse": ["id": id, "response": ["output": "a"]]]]],
        ]
        let parts = try responder.json(request(history)).body["candidates"][0]["content"]["parts"]
        #expect(parts == [["text": "All done."]])
    }

    @Test("a streamed turn adds up to the same content, its usage in the last chunk")
    func stream() throws {
        let chunks = responder.events(request([Self.prompt], call: "streamGenerateContent?alt=sse")).map(\.data)
        let parts = chunks.flatMap { $0["candidates"][0]["content"]["parts"].elements }
        #expect(parts.compactMap(\.["text"].string).joined() == "I will look around in the folder.")
        #expect(parts.last?["functionCall"]["args"] == ["command": "ls -la"])
        #expect(chunks.dropLast().allSatisfy { $0["usageMetadata"] == .null })
        let whole = try responder.json(request([Self.prompt])).body
        #expect(chunks.last?["usageMetadata"] == whole["usageMetadata"])
    }

    @Test("tokens are counted")
    func count() throws {
        let body = try responder.json(request([Self.prompt], call: "countTokens")).body
        #expect(body["totalTokens"].int ?? 0 > 5)
    }
}
