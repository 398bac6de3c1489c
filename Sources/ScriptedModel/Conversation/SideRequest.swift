/// A request that agents make beside the conversation: its answer takes no step of the script.
enum SideRequest: Sendable, Equatable {
    case commitMessage
    case title
    case summary
    case other

    /// Nil for a turn of the conversation.
    init?(_ conversation: Conversation, request: RecordedRequest) {
        // codex says what a request is for; anything but a turn is compaction or the like.
        if let metadata = request.header("x-codex-turn-metadata"),
            let kind = (try? JSON.parse(Array(metadata.utf8)))?["request_kind"].string, kind != "turn"
        {
            self = .summary
            return
        }
        guard conversation.tools.isEmpty, EditFormat(conversation) == nil else { return nil }
        let instructions = conversation.guidance.lowercased()
        if instructions.contains("commit messages based on the provided diffs") {
            self = .commitMessage
        } else if instructions.contains("summarize this partial conversation") {
            self = .summary
        } else if request.header("user-agent")?.hasPrefix("claude-cli") == true {
            self = instructions.contains("title") ? .title : .other
        } else {
            return nil
        }
    }

    var answer: String {
        switch self {
        case .commitMessage: "chore: apply the scripted change"
        case .title: #"{"title": "Scripted run"}"#
        case .summary: "The user asked for a change and the scripted model is making it."
        case .other: "OK"
        }
    }
}
