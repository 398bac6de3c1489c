package import Foundation

/// A request as a client sent it, decoded and checked for its form, not yet against agents, limits or secrets.
package struct DispatchDraft: Sendable {
    /// The agent's name.
    package var agent: String
    /// The task.
    package var task: String
    /// A model id, an alias or a tier word; nil is the agent's default.
    package var model: String?
    /// A full URL, or `owner/name` already joined to the git base URL; nil for an empty workspace.
    package var repositoryURL: String?
    /// Branch, tag or commit.
    package var reference: String?
    /// Seconds; nil is the default, or the tenant's limit where that is shorter.
    package var timeoutSeconds: Int?
    /// Names of stored secrets to hand to the agent.
    package var secretNames: [String]
    /// Secrets of this dispatch alone; kept, sealed, until it has ended.
    package var secretValues: [String: String]
    /// At most one dispatch comes of all requests of a tenant with the same key within 24 hours.
    package var idempotencyKey: String?
    /// The rest.
    package var options: DispatchOptions

    package init(
        agent: String,
        task: String,
        model: String? = nil,
        repositoryURL: String? = nil,
        reference: String? = nil,
        timeoutSeconds: Int? = nil,
        secretNames: [String] = [],
        secretValues: [String: String] = [:],
        idempotencyKey: String? = nil,
        options: DispatchOptions = DispatchOptions()
    ) {
        self.agent = agent
        self.task = task
        self.model = model
        self.repositoryURL = repositoryURL
        self.reference = reference
        self.timeoutSeconds = timeoutSeconds
        self.secretNames = secretNames
        self.secretValues = secretValues
        self.idempotencyKey = idempotencyKey
        self.options = options
    }
}

/// What came of a draft.
package struct Submission: Sendable {
    /// The dispatch.
    package let dispatch: Dispatch
    /// When it will probably start.
    package let estimatedStart: Date
    /// Dispatches that start before it.
    package let queuePosition: Int
    /// True when an earlier request with the same idempotency key made it.
    package let isReplay: Bool

    package init(dispatch: Dispatch, estimatedStart: Date, queuePosition: Int, isReplay: Bool) {
        self.dispatch = dispatch
        self.estimatedStart = estimatedStart
        self.queuePosition = queuePosition
        self.isReplay = isReplay
    }
}
