package import Foundation

/// The machine-readable end of a dispatch: `summary.json`. Field names are Outpost v2's where it had them.
package struct DispatchSummary: Sendable, Hashable, Codable {
    package var dispatchID: DispatchID
    package var agent: String
    package var model: String
    package var repository: String?
    package var reference: String?
    package var status: DispatchStatus
    package var outcome: DispatchReason
    package var exitCode: Int?
    package var message: String?
    package var flags: [DispatchFlag]
    package var changes: Changes?
    package var beforeSHA: String?
    package var afterSHA: String?
    package var filesChanged: Int?
    package var modelRequests: Int
    package var timeoutSeconds: Int
    package var durationSeconds: Double?
    package var createdAt: Date
    package var startedAt: Date?
    package var completedAt: Date

    enum CodingKeys: String, CodingKey {
        case dispatchID = "dispatch_id"
        case agent = "agent_type"
        case model = "model_id"
        case repository = "repo_url"
        case reference = "branch"
        case status, outcome, message, flags, changes
        case exitCode = "exit_code"
        case beforeSHA = "before_sha"
        case afterSHA = "after_sha"
        case filesChanged = "files_changed"
        case modelRequests = "model_requests"
        case timeoutSeconds = "timeout_seconds"
        case durationSeconds = "duration_seconds"
        case createdAt = "created_at"
        case startedAt = "started_at"
        case completedAt = "completed_at"
    }

    /// Puts together what the parts know.
    package init(_ dispatch: Dispatch, end: DispatchEnd, facts: RepositoryFacts?, modelRequests: Int, at now: Date) {
        dispatchID = dispatch.id
        agent = dispatch.request.agent
        model = dispatch.request.model
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
        self.modelRequests = modelRequests
        timeoutSeconds = dispatch.request.timeoutSeconds
        startedAt = dispatch.state.startedAt
        durationSeconds = startedAt.map { now.timeIntervalSince($0) }
        createdAt = dispatch.createdAt
        completedAt = now
    }
}
