/// What the script has the model answer at this point of a conversation: a text and tool calls.
struct ReplyPlan: Sendable, Equatable {
    static let closingText = "Done."
    static let refusalText = "I cannot help with that."
    static let requestForFiles = "Please add these files to the chat, so that I can change them:"

    var text: String?
    var calls: [ToolCall]

    init(text: String?, calls: [ToolCall] = []) {
        self.text = text
        self.calls = calls
    }

    init(_ script: ModelScript, _ conversation: Conversation, callIDPrefix: String) {
        if let format = EditFormat(conversation) {
            self = Self.singlePass(script, conversation, format)
        } else {
            self = Self.turn(script, conversation, callIDPrefix: callIDPrefix)
        }
    }

    /// One turn of an agent that calls tools.
    private static func turn(_ script: ModelScript, _ conversation: Conversation, callIDPrefix: String) -> ReplyPlan {
        let toolbox = Toolbox(conversation.tools)
        let wanted = conversation.round
        var round = 0
        for step in script.steps {
            var rounds = toolbox.rounds(for: step.actions) ?? []
            // A step that cannot be acted, or that has no action, is said.
            if rounds.isEmpty { rounds = [[]] }
            var text = rounds[0].isEmpty ? spoken(step) : step.say
            while !rounds.isEmpty {
                let calls = rounds.removeFirst().enumerated().map { index, call in
                    let id = CallID(prefix: callIDPrefix, round: round, index: index).text
                    return ToolCall(id: id, name: call.name, input: call.input)
                }
                if round == wanted { return ReplyPlan(text: text, calls: calls) }
                text = nil
                round += 1
                rounds.insert(contentsOf: repair(calls, toolbox, conversation), at: 0)
            }
        }
        return ReplyPlan(text: closingText)
    }

    /// claude refuses to write over a file that it has not read: read it then, and write again.
    private static func repair(
        _ calls: [ToolCall],
        _ toolbox: Toolbox,
        _ conversation: Conversation
    ) -> [Toolbox.Round] {
        let refused = calls.filter { conversation.result(of: $0.id)?.contains("has not been read yet") == true }
        let paths = refused.compactMap { call in
            [toolbox.write, toolbox.edit].compactMap { $0 }.first { $0.name == call.name }
                .flatMap { call.arguments[$0.path].string }
        }
        guard !paths.isEmpty else { return [] }
        return [toolbox.reads(of: paths), refused.map { ($0.name, $0.input) }]
    }

    private static func spoken(_ step: ScriptStep) -> String {
        var blocks = EditBlocks(format: EditFormat(style: .searchReplace), files: ChatFiles(contents: [:]))
        var parts = step.say.map { [$0] } ?? []
        for action in step.actions { parts.append(blocks.block(for: action)) }
        return parts.joined(separator: "\n\n")
    }
}
