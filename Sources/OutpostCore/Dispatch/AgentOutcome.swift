/// What an agent's own output says of its end, in the form that every reader of `agents/` yields.
///
/// The agent, or whoever talked to it, chose these words: they may turn a success into a failure, never the reverse.
package struct AgentOutcome: Sendable, Hashable, Codable {
    /// How the agent says that it ended.
    package enum Terminal: String, Sendable, Hashable, CaseIterable, Codable {
        case success, failure
    }

    /// Why it says that it failed.
    package struct Failure: Sendable, Hashable, Codable {
        /// One of the classes; an unknown word reads as ``DispatchError/Class/other``.
        package var `class`: DispatchError.Class
        /// Its words, at most 2000 characters; nil where it gave none.
        package var message: String?
        /// The HTTP status that it quotes.
        package var status: Int?
        /// When the limit ends, RFC 3339.
        package var resetAt: String?

        package init(
            _ class: DispatchError.Class,
            message: String? = nil,
            status: Int? = nil,
            resetAt: String? = nil
        ) {
            self.class = `class`
            self.message = message
            self.status = status
            self.resetAt = resetAt
        }
    }

    /// Nil where the output has no end of its own: the agent was cut off, or never began.
    package var terminal: Terminal?
    /// Nil unless it failed.
    package var error: Failure?
    /// Tokens of the whole run; nil where it does not count them.
    package var usage: TokenUsage?
    /// Its own estimate of the cost, in US dollars.
    package var costUSD: Double?
    /// Answers of its model that it worked with.
    package var turns: Int?
    /// Tools that the model wanted to use; nil where the output does not tell.
    package var toolsUsed: Int?
    /// How many of these were denied.
    package var toolsDenied: Int?
    /// Edits that it says it made.
    package var edits: Int?
    /// Its last words, at most 2000 characters.
    package var message: String?

    package init(terminal: Terminal?, error: Failure? = nil) {
        self.terminal = terminal
        self.error = error
    }

    /// Whether there was a tool to use and not one was allowed.
    var wasDeniedEverything: Bool {
        guard let toolsDenied, toolsDenied > 0 else { return false }
        return toolsUsed.map { toolsDenied >= $0 } ?? true
    }
}

/// Tokens that were paid for.
package struct TokenUsage: Sendable, Hashable, Codable {
    /// Tokens sent, those from a cache included.
    package var inputTokens: Int
    /// Tokens received.
    package var outputTokens: Int
    /// Tokens of the input that came from a cache; nil where that is not counted.
    package var cachedInputTokens: Int?

    package init(inputTokens: Int, outputTokens: Int, cachedInputTokens: Int? = nil) {
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.cachedInputTokens = cachedInputTokens
    }
}
