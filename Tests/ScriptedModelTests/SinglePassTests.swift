import Testing

@testable import ScriptedModel

@Suite("Edits in the text, for aider")
struct SinglePassTests {
    private static let script = ModelScript(steps: [
        ScriptStep(say: "One.", edits: [FileEdit(path: "hello.txt", old: "Hello", new: "Hello, world")]),
        ScriptStep(say: "Two.", writes: [FileWrite(path: "NEW.md", content: "# New\n")]),
        ScriptStep(say: "Over."),
    ])
    private static let diffRules = "All changes must use this *SEARCH/REPLACE block* format.\n8. The closing fence: ```"
    private static let wholeRules = "You MUST use this *file listing* format:\n- Final line: closing ```"
    private static let file = "I have *added these files to the chat*\n\nhello.txt\n```\n> Hello!\nsecond\n```\n"

    private func answer(_ rules: String, _ entries: [Conversation.Entry]) -> String? {
        let conversation = Conversation(
            model: "m",
            isStreaming: false,
            instructions: rules,
            entries: entries,
            tools: []
        )
        return ReplyPlan(Self.script, conversation, callIDPrefix: "call").text
    }

    @Test("the whole script is one answer, its blocks made of whole lines")
    func searchReplace() {
        let expected = """
            One.

            hello.txt
            ```
            <<<<<<< SEARCH
            > Hello!
            =======
            > Hello, world!
            >>>>>>> REPLACE
            ```

            Two.

            NEW.md
            ```
            <<<<<<< SEARCH
            =======
            # New
            >>>>>>> REPLACE
            ```

            Over.

            """
        #expect(answer(Self.diffRules, [.user(Self.file), .user("task")]) == expected)
    }

    @Test("where whole files are asked for, whole files are given")
    func wholeFile() {
        let answer = answer(Self.wholeRules, [.user(Self.file), .user("task")])
        #expect(answer?.contains("hello.txt\n```\n> Hello, world!\nsecond\n```") == true)
        #expect(answer?.contains("NEW.md\n```\n# New\n```") == true)
    }

    @Test("files that it has not seen are asked for once")
    func asks() {
        let example = Conversation.Entry.assistant(text: "app.py\n```\n<<<<<<< SEARCH\n", callIDs: [])
        let question = answer(Self.diffRules, [.user("example"), example, .user("task")])
        #expect(question == ReplyPlan.requestForFiles + "\n\nhello.txt\n")
        let asked = Conversation.Entry.assistant(text: question ?? "", callIDs: [])
        #expect(answer(Self.diffRules, [.user("task"), asked, .user("no")])?.hasPrefix("One.") == true)
    }

    @Test("an answer is repeated only where aider dropped it to add a file")
    func repeats() throws {
        let first = try #require(answer(Self.diffRules, [.user(Self.file)]))
        let given: [Conversation.Entry] = [.user(Self.file), .assistant(text: first, callIDs: [])]
        let added = Conversation.Entry.user("I added these files to the chat: NEW.md\nLet me know")
        #expect(answer(Self.diffRules, given + [added]) == first)
        #expect(answer(Self.diffRules, given + [.user("A block failed to match!")]) == ReplyPlan.closingText)
    }

    @Test("a file that does not end in a newline is read to its end")
    func noFinalNewline() throws {
        let format = EditFormat(style: .searchReplace)
        let conversation = Conversation(
            model: "",
            isStreaming: false,
            instructions: "",
            entries: [.user("a.txt\n```\none\ntwo```\n")],
            tools: []
        )
        #expect(ChatFiles(conversation, paths: ["a.txt"], format: format)["a.txt"] == "one\ntwo")
    }

    @Test("aider's own fence is used")
    func fence() throws {
        let rules = "*SEARCH/REPLACE block*\n8. The closing fence: </source>"
        let conversation = Conversation(model: "", isStreaming: false, instructions: rules, entries: [], tools: [])
        let format = try #require(EditFormat(conversation))
        #expect(format.opening == "<source>")
        #expect(format.closing == "</source>")
    }

    @Test("an edit that ends inside the next line takes that line in")
    func joinsLines() {
        var blocks = EditBlocks(
            format: EditFormat(style: .searchReplace),
            files: ChatFiles(contents: ["a": "one\ntwo\nthree\n"])
        )
        let block = blocks.block(for: .edit(FileEdit(path: "a", old: "one\n", new: "1 ")))
        #expect(block == "a\n```\n<<<<<<< SEARCH\none\ntwo\n=======\n1 two\n>>>>>>> REPLACE\n```")
        #expect(blocks.files["a"] == "1 two\nthree\n")
    }
}
