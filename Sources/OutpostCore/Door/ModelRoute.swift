/// The provider behind a door's `/model/…` route.
package struct ModelRoute: Sendable {
    /// Base URL without a trailing slash; what follows `/model` in the container's request is appended to it, query
    /// included.
    ///
    /// May be `http` (a local vLLM, Ollama or scripted model) or `https`.
    package var upstream: String
    /// Header that carries the credential, in lower case: `x-api-key`, `authorization` or `x-goog-api-key`.
    package var header: String
    /// The real credential, without a scheme; `authorization` gets it as `Bearer <credential>`.
    ///
    /// Nil sends none.
    package var credential: String?
    /// Wire dialect that the provider speaks, used only to read reasons out of error answers.
    package var dialect: ModelDialect

    package init(upstream: String, header: String, credential: String?, dialect: ModelDialect) {
        self.upstream = upstream
        self.header = header
        self.credential = credential
        self.dialect = dialect
    }
}

/// A provider's wire format.
package enum ModelDialect: String, Sendable, Hashable, CaseIterable, Codable {
    /// Anthropic Messages.
    case anthropic
    /// OpenAI Responses.
    case responses
    /// OpenAI Chat Completions, and everything that imitates it.
    case chat
    /// Gemini generateContent.
    case gemini
}
