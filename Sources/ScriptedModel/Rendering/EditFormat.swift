/// How an agent without tools (aider) wants its changes written into the text.
struct EditFormat: Sendable, Equatable {
    enum Style: Sendable, Equatable {
        case searchReplace
        case wholeFile
    }

    var style: Style
    /// The line that opens and the line that closes a block.
    var opening: String
    var closing: String

    /// Nil where the instructions ask for no edit format.
    init?(_ conversation: Conversation) {
        guard conversation.tools.isEmpty else { return nil }
        let instructions = conversation.guidance
        if instructions.contains("*SEARCH/REPLACE") {
            style = .searchReplace
        } else if instructions.contains("*file listing*") {
            style = .wholeFile
        } else {
            return nil
        }
        // The closing fence is named in the rules, because aider picks one that the files do not contain.
        closing = "```"
        for line in instructions.split(separator: "\n") {
            for label in ["8. The closing fence: ", "- Final line: closing "] where line.hasPrefix(label) {
                closing = String(line.dropFirst(label.count))
            }
        }
        opening = closing.hasPrefix("</") ? "<" + closing.dropFirst(2) : closing
    }

    init(style: Style, fence: String = "```") {
        self.style = style
        opening = fence
        closing = fence
    }
}
