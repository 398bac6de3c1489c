import Testing

@testable import ScriptedModel

@Suite("The place in the script")
struct ConversationTests {
    private func round(_ entries: [Conversation.Entry]) -> Int {
        Conversation(model: "m", isStreaming: false, instructions: "", entries: entries, tools: []).round
    }

    @Test("a conversation without answers is at the start")
    func start() {
        #expect(round([.user("hi")]) == 0)
    }

    @Test("calls name their round, however the history groups them")
    func named() {
        #expect(
            round([
                .user("hi"), .assistant(text: "a", callIDs: []), .assistant(text: "", callIDs: ["call_r0c0"]),
                .result(callID: "call_r0c0", text: ""), .assistant(text: "", callIDs: ["call_r0c1"]),
                .result(callID: "call_r0c1", text: ""),
            ]) == 1
        )
        #expect(round([.user("a summary"), .assistant(text: "", callIDs: ["x_r4c0"])]) == 5)
    }

    @Test("a turn of text, or with another model's calls, counts as one round")
    func unnamed() {
        #expect(round([.user("a"), .assistant(text: "b", callIDs: []), .user("c")]) == 1)
        #expect(
            round([
                .user("a"), .assistant(text: "", callIDs: ["toolu_01AbC"]), .result(callID: "toolu_01AbC", text: ""),
                .assistant(text: "b", callIDs: []), .user("c"),
            ]) == 2
        )
    }

    @Test("ids keep their place, and only theirs is read")
    func ids() {
        #expect(CallID(prefix: "toolu", round: 12, index: 3).text == "toolu_r12c3")
        #expect(CallID(parsing: "toolu_r12c3") == CallID(prefix: "toolu", round: 12, index: 3))
        for foreign in ["toolu_01", "call_", "r1c2", "call_rxc1", ""] { #expect(CallID(parsing: foreign) == nil) }
    }
}
