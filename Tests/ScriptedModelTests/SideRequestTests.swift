import Testing

@testable import ScriptedModel

@Suite("Requests beside the conversation")
struct SideRequestTests {
    private let responder = Responder(script: .runAndStop, apiKey: nil)

    @Test("aider's commit message takes no step")
    func commitMessage() throws {
        let prompt: JSON = "You write concise, one-line Git commit messages based on the provided diffs."
        let body: JSON = [
            "model": "m",
            "messages": [["role": "system", "content": prompt], ["role": "user", "content": "diff"]],
        ]
        let answer = try responder.json(.post("/v1/chat/completions", body)).body
        #expect(answer["choices"][0]["message"]["content"] == "chore: apply the scripted change")
    }

    @Test("claude's request for a title takes no step")
    func title() throws {
        let body: JSON = [
            "model": "m", "system": "Write a short title.", "messages": [["role": "user", "content": "hi"]],
        ]
        let headers = [(name: "User-Agent", value: "claude-cli/2.1.330")]
        let answer = try responder.json(.post("/v1/messages", body, headers: headers)).body
        #expect(answer["content"][0]["text"] == #"{"title": "Scripted run"}"#)
        #expect(
            try responder.json(.post("/v1/messages", body)).body["content"][0]["text"] != answer["content"][0]["text"]
        )
    }

    @Test("codex's compaction takes no step, and its turns do")
    func compaction() throws {
        let body: JSON = ["model": "m", "input": "hi"]
        for (kind, isSide) in [("compaction", true), ("turn", false)] {
            let metadata = (name: "x-codex-turn-metadata", value: #"{"request_kind":"\#(kind)"}"#)
            let answer = try responder.json(.post("/v1/responses", body, headers: [metadata])).body
            let text = try #require(answer["output"][0]["content"][0]["text"].string)
            #expect(text.hasPrefix("The user asked") == isSide)
        }
    }
}
