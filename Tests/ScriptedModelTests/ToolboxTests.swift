import Testing

@testable import ScriptedModel

@Suite("Actions as tool calls")
struct ToolboxTests {
    private let write = ScriptAction.write(FileWrite(path: "new.md", content: "one\ntwo\n"))
    private let edit = ScriptAction.edit(FileEdit(path: "old.md", old: "x", new: "y"))
    private let run = ScriptAction.run("make")

    private func rounds(_ actions: [ScriptAction], _ tools: [OfferedTool]) -> [[ToolCall]]? {
        Toolbox(tools).rounds(for: actions)?.map { round in
            round.map { ToolCall(id: "", name: $0.name, input: $0.input) }
        }
    }

    private func call(_ name: String, _ arguments: JSON) -> ToolCall {
        ToolCall(id: "", name: name, input: .arguments(arguments))
    }

    @Test("claude reads a file before it edits it, and then does the whole step in one turn")
    func claude() {
        let expected = [
            [call("Read", ["file_path": "old.md"])],
            [
                call("Write", ["file_path": "new.md", "content": "one\ntwo\n"]),
                call("Edit", ["file_path": "old.md", "old_string": "x", "new_string": "y"]),
                call("Bash", ["command": "make", "description": "Run a scripted command"]),
            ],
        ]
        #expect(rounds([write, edit, run], Tools.claude) == expected)
    }

    @Test("a file just written is edited without a read")
    func editAfterWrite() {
        let edit = ScriptAction.edit(FileEdit(path: "new.md", old: "x", new: "y"))
        #expect(rounds([write, edit], Tools.claude)?.count == 1)
    }

    @Test("without a tool that writes, a shell writes")
    func bareClaude() throws {
        let bare = Tools.claude.filter { $0.name != "Write" }
        let call = try #require(self.rounds([write], bare)?.first?.first)
        #expect(call.name == "Bash")
        #expect(call.arguments["command"].string?.contains("printf '%s' 'one\ntwo\n' > 'new.md'") == true)
    }

    @Test("gemini is told why it replaces")
    func gemini() {
        let expected = call(
            "replace",
            [
                "file_path": "old.md", "old_string": "x", "new_string": "y",
                "instruction": "Make the scripted change.",
            ]
        )
        #expect(rounds([edit], Tools.gemini) == [[expected]])
    }

    @Test("codex patches whole lines, has a shell do the rest, and takes one action a turn")
    func codexPatch() {
        let tools = [Tools.function("exec_command", ["cmd"]), OfferedTool(name: "apply_patch", kind: .custom)]
        let patch = "*** Begin Patch\n*** Add File: new.md\n+one\n+two\n*** End Patch\n"
        let rounds = rounds([write, edit, run], tools)
        #expect(rounds?.map(\.count) == [1, 1, 1])
        #expect(rounds?.first == [ToolCall(id: "", name: "apply_patch", input: .freeText(patch))])
        #expect(rounds?[1].first?.name == "exec_command")
        #expect(rounds?.last == [call("exec_command", ["cmd": "make"])])
    }

    @Test("an edit of whole lines is a patch too")
    func linePatch() {
        let edit = ScriptAction.edit(FileEdit(path: "a", old: "x\n", new: "y\nz\n"))
        let patch = "*** Begin Patch\n*** Update File: a\n@@\n-x\n+y\n+z\n*** End Patch\n"
        #expect(ApplyPatch.patch(for: edit) == patch)
        #expect(ApplyPatch.patch(for: self.edit) == nil)
    }

    @Test("a shell tool that takes words gets a command line of its own")
    func wordsShell() {
        let tool = OfferedTool(name: "shell", parameters: ["command": "array"])
        #expect(rounds([run], [tool]) == [[call("shell", ["command": ["sh", "-c", "make"]])]])
    }

    @Test("codex's JavaScript tool does a whole step in one call")
    func code() throws {
        let tool = OfferedTool(name: "exec", kind: .custom)
        let rounds = try #require(self.rounds([write, edit, run], [tool]))
        #expect(rounds.map(\.count) == [1])
        guard case .freeText(let source) = rounds[0][0].input else {
            Issue.record("exec takes free text")
            return
        }
        #expect(source.contains(#"await tools.apply_patch("*** Begin Patch\n*** Add File: new.md\n+one\n+two\n"#))
        #expect(source.contains(#"const path = "old.md", old = "x", replacement = "y";"#))
        #expect(source.contains(#"await tools.exec_command({cmd: "make"})"#))
    }

    @Test("actions are not acted without a tool for them")
    func noTools() {
        #expect(rounds([run], []) == nil)
        #expect(rounds([run], [Tools.function("WebSearch", ["query"])]) == nil)
    }
}
