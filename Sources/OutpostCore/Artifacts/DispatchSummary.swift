package import Foundation

/// The machine-readable end of a dispatch: `summary.json`.
///
/// Field names are Outpost v2's where it had them.
package struct DispatchSummary: Sendable, Hashable, Codable {
    /// The dispatch.
    package var dispatchID: DispatchID
    /// The agent's name.
    package var agent: String
    /// The resolved model id, or `none`.
    package var model: String
    /// The program that was the agent, with its version; nil where it never got an image.
    package var harness: String?
    /// `direct` where a login was inside the container; nil where the gateway kept the key.
    package var credentials: CredentialRoute?
    /// The repository as it was named; nil for an empty workspace.
    package var repository: String?
    /// The branch, tag or commit that was asked for.
    package var reference: String?
    /// A terminal status.
    package var status: DispatchStatus
    /// Why it ended so.
    package var outcome: DispatchReason
    /// The agent's exit status, where it ran to an end.
    package var exitCode: Int?
    /// One sentence for people; nil on success.
    package var message: String?
    /// What is incomplete.
    package var flags: [DispatchFlag]
    /// What a reader has to know, such as secrets in artifacts; nil without any.
    package var warnings: [String]?
    /// What the agent did to the repository; nil where that is unknown.
    package var changes: Changes?
    /// The commit that the agent started from.
    package var beforeSHA: String?
    /// The commit that it left.
    package var afterSHA: String?
    /// Files that the diff touches.
    package var filesChanged: Int?
    /// Lines that it adds; nil where it was not counted.
    package var linesAdded: Int?
    /// Lines that it removes.
    package var linesRemoved: Int?
    /// What kind of failure it was and what to do about it; nil on success and where somebody cancelled.
    package var error: Problem?
    /// Tokens as the agent counted them; nil where it does not.
    package var usage: Usage?
    /// The agent's own estimate of the cost, in US dollars.
    package var reportedCostUSD: Double?
    /// Answers that the agent asked its model for.
    package var modelRequests: Int
    /// Where the container wanted to go besides its model and its repository; nil where nowhere.
    package var egress: EgressReport?
    /// The limit that was set, in seconds.
    package var timeoutSeconds: Int
    /// Seconds from the agent's start to the end.
    package var durationSeconds: Double?
    /// When it was accepted.
    package var createdAt: Date
    /// When the agent started; nil when it never did.
    package var startedAt: Date?
    /// When it ended.
    package var completedAt: Date

    enum CodingKeys: String, CodingKey {
        case dispatchID = "dispatch_id"
        case agent = "agent_type"
        case model = "model_id"
        case repository = "repo_url"
        case reference = "branch"
        case status, outcome, message, flags, warnings, changes, harness
        case exitCode = "exit_code"
        case beforeSHA = "before_sha"
        case afterSHA = "after_sha"
        case filesChanged = "files_changed"
        case linesAdded = "lines_added"
        case linesRemoved = "lines_removed"
        case error, usage, egress, credentials
        case reportedCostUSD = "reported_cost_usd"
        case modelRequests = "model_requests"
        case timeoutSeconds = "timeout_seconds"
        case durationSeconds = "duration_seconds"
        case createdAt = "created_at"
        case startedAt = "started_at"
        case completedAt = "completed_at"
    }

    /// Puts together what the parts know.
    package init(
        _ dispatch: Dispatch,
        harness: String? = nil,
        end: DispatchEnd,
        facts: RepositoryFacts?,
        modelRequests: Int,
        at now: Date
    ) {
        dispatchID = dispatch.id
        agent = dispatch.request.agent
        model = dispatch.request.model
        self.harness = harness
        credentials = dispatch.request.options.isDirect ? .direct : nil
        repository = dispatch.request.repository
        reference = dispatch.request.reference
        status = end.status
        outcome = end.reason
        exitCode = end.exitCode
        message = end.message
        flags = end.flags
        changes = facts?.changes
        beforeSHA = facts?.beforeSHA
        afterSHA = facts?.afterSHA
        filesChanged = facts?.filesChanged
        linesAdded = facts?.linesAdded
        linesRemoved = facts?.linesRemoved
        error = end.error.map(Problem.init)
        usage = (facts?.outcome?.usage).map(Usage.init)
        reportedCostUSD = facts?.outcome?.costUSD
        self.modelRequests = modelRequests
        egress = end.egress
        timeoutSeconds = dispatch.request.timeoutSeconds
        startedAt = dispatch.state.startedAt
        durationSeconds = startedAt.map { now.timeIntervalSince($0) }
        createdAt = dispatch.createdAt
        completedAt = now
    }
}
