extension ReplyPlan {
    /// The whole script in one answer, for an agent that makes a single pass of edits over the files in its chat.
    ///
    /// Assistant turns are not counted here: aider puts worked examples into the history as if they had been said.
    static func singlePass(_ script: ModelScript, _ conversation: Conversation, _ format: EditFormat) -> ReplyPlan {
        let actions = script.steps.flatMap(\.actions)
        let paths = actions.compactMap(\.path)
        var blocks = EditBlocks(
            format: format,
            files: ChatFiles(conversation, paths: Set(paths), format: format)
        )
        let headings = paths.map(blocks.heading)
        if !headings.isEmpty, isAnswered(conversation, headings) { return ReplyPlan(text: closingText) }

        let unseen = unseenFiles(actions, blocks.files)
        let asked = conversation.assistantTexts.contains { $0.hasPrefix(requestForFiles) }
        if !unseen.isEmpty, !asked {
            return ReplyPlan(text: requestForFiles + "\n\n" + unseen.joined(separator: "\n") + "\n")
        }
        var parts: [String] = []
        for step in script.steps {
            if let say = step.say { parts.append(say) }
            for action in step.actions { parts.append(blocks.block(for: action)) }
        }
        return ReplyPlan(text: parts.joined(separator: "\n\n") + "\n")
    }

    /// Whether the edits were given, and taken up.
    ///
    /// aider drops an answer that names files outside its chat, adds them, and asks again.
    private static func isAnswered(_ conversation: Conversation, _ headings: [String]) -> Bool {
        let last = conversation.entries.lastIndex { entry in
            guard case .assistant(let text, _) = entry else { return false }
            return headings.allSatisfy(text.contains)
        }
        guard let last else { return false }
        return !conversation.entries[last...].contains { entry in
            guard case .user(let text) = entry else { return false }
            return text.hasPrefix("I added these files to the chat")
        }
    }

    private static func unseenFiles(_ actions: [ScriptAction], _ files: ChatFiles) -> [String] {
        var created: Set<String> = []
        var unseen: [String] = []
        for action in actions {
            switch action {
            case .write(let write): created.insert(write.path)
            case .edit(let edit):
                let known = files[edit.path] != nil || created.contains(edit.path) || unseen.contains(edit.path)
                if !known { unseen.append(edit.path) }
            case .run: break
            }
        }
        return unseen
    }
}

extension ScriptAction {
    fileprivate var path: String? {
        switch self {
        case .write(let write): write.path
        case .edit(let edit): edit.path
        case .run: nil
        }
    }
}
