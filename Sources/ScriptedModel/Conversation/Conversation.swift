/// What a model request says, whichever dialect it says it in.
struct Conversation: Sendable, Equatable {
    /// One entry of the history.
    enum Entry: Sendable, Equatable {
        case user(String)
        /// A whole assistant turn, or a part of one where the dialect sends parts.
        case assistant(text: String, callIDs: [String])
        case result(callID: String, text: String)
    }

    var model: String
    var isStreaming: Bool
    /// System and developer messages, joined.
    var instructions: String
    var entries: [Entry]
    var tools: [OfferedTool]
    /// Chat Completions reports the usage of a stream only on request.
    var wantsStreamUsage = true
}

extension Conversation {
    /// How many rounds of the script the agent has taken.
    ///
    /// Read from the history and never from the server's memory, so that retries and parallel runs see the same script.
    /// Tool calls name their round; a turn of text counts as the round after the one before it.
    var round: Int {
        var round = 0
        var insideAssistantTurn = false
        for entry in entries {
            guard case .assistant(_, let callIDs) = entry else {
                insideAssistantTurn = false
                continue
            }
            if let named = callIDs.compactMap(CallID.init(parsing:)).map(\.round).max() {
                round = named + 1
            } else if !insideAssistantTurn {
                round += 1
            }
            insideAssistantTurn = true
        }
        return round
    }

    /// The result of a tool call, where the history has it.
    func result(of id: String) -> String? {
        for case .result(id, let text) in entries.reversed() { return text }
        return nil
    }

    /// What the model is told to be: some clients put it before the first prompt, where a model has no system message.
    var guidance: String {
        instructions.isEmpty ? userTexts.first ?? "" : instructions
    }

    var userTexts: [String] {
        entries.compactMap { if case .user(let text) = $0 { text } else { nil } }
    }

    var assistantTexts: [String] {
        entries.compactMap { if case .assistant(let text, _) = $0 { text } else { nil } }
    }
}
