import Testing

@testable import ScriptedModel

@Suite("Turns of an agent with tools")
struct ReplyPlanTests {
    private func plan(
        _ steps: [ScriptStep],
        _ entries: [Conversation.Entry],
        tools: [OfferedTool] = Tools.claude
    ) -> ReplyPlan {
        let conversation = Conversation(
            model: "m",
            isStreaming: false,
            instructions: "",
            entries: [.user("go")] + entries,
            tools: tools
        )
        return ReplyPlan(ModelScript(steps: steps), conversation, callIDPrefix: "toolu")
    }

    private func taken(_ id: String, _ result: String = "ok") -> [Conversation.Entry] {
        [.assistant(text: "", callIDs: [id]), .result(callID: id, text: result)]
    }

    @Test("a script is played turn by turn and closes with a word")
    func inOrder() {
        let steps = [ScriptStep(say: "Look.", commands: ["ls"]), ScriptStep(commands: ["pwd"])]
        let first = plan(steps, [])
        #expect(first.text == "Look.")
        #expect(first.calls.map(\.id) == ["toolu_r0c0"])
        let second = plan(steps, taken("toolu_r0c0"))
        #expect(second.text == nil)
        #expect(second.calls.first?.arguments["command"] == "pwd")
        #expect(plan(steps, taken("toolu_r0c0") + taken("toolu_r1c0")) == ReplyPlan(text: "Done."))
    }

    @Test("a text alone ends the run, and the next prompt is answered by the step after it")
    func nextPrompt() {
        let steps = [ScriptStep(say: "Finished."), ScriptStep(say: "More.", commands: ["ls"])]
        #expect(plan(steps, []) == ReplyPlan(text: "Finished."))
        let next = plan(steps, [.assistant(text: "Finished.", callIDs: []), .user("go on")])
        #expect(next.text == "More.")
        #expect(next.calls.map(\.id) == ["toolu_r1c0"])
    }

    @Test("a write that claude refuses is repeated after a read")
    func repair() {
        let steps = [ScriptStep(writes: [FileWrite(path: "a", content: "b")]), ScriptStep(say: "Finished.")]
        let refused = taken("toolu_r0c0", "File has not been read yet. Read it first before writing to it.")
        let read = plan(steps, refused)
        #expect(read.calls.map(\.name) == ["Read"])
        #expect(read.calls.map(\.id) == ["toolu_r1c0"])
        let again = plan(steps, refused + taken("toolu_r1c0"))
        #expect(again.calls.map(\.name) == ["Write"])
        #expect(plan(steps, refused + taken("toolu_r1c0") + taken("toolu_r2c0")).text == "Finished.")
    }

    @Test("what no tool can do is said")
    func said() {
        let steps = [ScriptStep(say: "Here.", writes: [FileWrite(path: "a", content: "b")])]
        let plan = plan(steps, [], tools: [])
        #expect(plan.calls.isEmpty)
        #expect(plan.text == "Here.\n\na\n```\n<<<<<<< SEARCH\n=======\nb\n>>>>>>> REPLACE\n```")
    }
}
