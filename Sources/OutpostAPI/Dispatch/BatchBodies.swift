/// The answer to `POST /dispatch` for several agents.
package struct BatchAccepted: Codable, Sendable, Hashable {
    /// A ULID.
    package var batchId: String
    /// One for each agent, in the order of the request.
    package var dispatches: [DispatchAccepted]

    package init(batchId: String, dispatches: [DispatchAccepted]) {
        self.batchId = batchId
        self.dispatches = dispatches
    }
}

/// The dispatches of a batch, side by side.
package struct BatchBody: Codable, Sendable, Hashable {
    /// A ULID.
    package var batchId: String
    /// One for each agent, in the order of the request.
    package var dispatches: [BatchMemberBody]

    package init(batchId: String, dispatches: [BatchMemberBody]) {
        self.batchId = batchId
        self.dispatches = dispatches
    }
}

/// What one agent came to; what is not known, or not known yet, is absent.
package struct BatchMemberBody: Codable, Sendable, Hashable {
    /// A ULID.
    package var dispatchId: String
    /// The agent's name.
    package var agent: String
    /// The resolved model id, or `none`.
    package var modelId: String
    /// Where it stands.
    package var status: String
    /// The program that was the agent, with its version.
    package var harness: String?
    /// Why it ended, as a word for programs.
    package var reason: String?
    /// Files that it changed.
    package var filesChanged: Int?
    /// Lines that it added.
    package var linesAdded: Int?
    /// Lines that it removed.
    package var linesRemoved: Int?
    /// Seconds from the agent's start to the end.
    package var durationSeconds: Double?
    /// Tokens sent, as the agent counted them.
    package var inputTokens: Int?
    /// Tokens received.
    package var outputTokens: Int?
    /// The agent's own estimate of the cost, in US dollars.
    package var reportedCostUsd: Double?

    package init(dispatchId: String, agent: String, modelId: String, status: String) {
        self.dispatchId = dispatchId
        self.agent = agent
        self.modelId = modelId
        self.status = status
    }
}
