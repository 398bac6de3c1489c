/// A dispatch, in lists and as the answer to a request about it.
package struct DispatchBody: Codable, Sendable, Hashable {
    /// A ULID.
    package var dispatchId: String
    /// `pending`, `provisioning`, `running`, `completing`, `success`, `failed`, `timeout` or `cancelled`.
    package var status: String
    /// The agent's name.
    package var agent: String
    /// The resolved model id, or `none`.
    package var modelId: String
    /// The task, as it was given.
    package var task: String
    /// 0 to 100; 100 only when the dispatch has ended.
    package var progress: Int
    /// When it was accepted.
    package var createdAt: APITime
    /// When the agent started.
    package var startedAt: APITime?
    /// When it ended.
    package var endedAt: APITime?
    /// `owner/name`, or the URL where the repository is not below the server's git base URL.
    package var repo: String?
    /// Branch, tag or commit.
    package var branch: String?
    /// `minimal`, `standard` or `full`.
    package var context: String
    /// `ephemeral` or `persistent`.
    package var workspaceMode: String
    /// `full`, `minimal` or `none`.
    package var workspaceInitMode: String
    /// The workspace that outlives it; absent for an ephemeral one.
    package var workspaceId: String?
    /// Seconds that the agent may run.
    package var timeoutSeconds: Int
    /// The client's own labels; absent when there are none.
    package var tags: [String: String]?
    /// `direct` where a login was inside the container, which is weaker; absent otherwise.
    package var credentials: String?
    /// Those that were asked for together with it; absent where it was asked for alone.
    package var batchId: String?
    /// Dispatches that start before it; only while it waits.
    package var queuePosition: Int?
    /// What keeps it from starting: `workspace`, `tenant`, `agent` or `host`; only while it waits.
    package var waitsFor: String?
    /// When it will probably start; only while it waits.
    package var estimatedStartTime: APITime?
    /// The agent's exit status, where it ran to an end.
    package var exitCode: Int?
    /// Why it ended, as a word for programs.
    package var reason: String?
    /// Why it ended, as a sentence; absent on success.
    package var errorMessage: String?
    /// What kind of failure it was and what to do about it; absent on success and when somebody cancelled.
    package var error: DispatchErrorBody?
    /// Where its container wanted to go besides its model and its repository; absent where nowhere, and in lists.
    package var egress: EgressReportBody?
    /// What of the results is incomplete; absent when nothing is.
    package var flags: [String]?
    /// When the record and its results may be deleted.
    package var expiresAt: APITime?
    /// `expired` once its artifacts and its log were removed; absent before.
    package var artifacts: String?
    /// When that was.
    package var artifactsRemovedAt: APITime?
    /// Lines of the log; absent when there are none, and in lists.
    package var logs: [LogLine]?
    /// Opaque; continues the log after `logs`.
    package var logOffset: String?

    package init(
        dispatchId: String,
        status: String,
        agent: String,
        modelId: String,
        task: String,
        progress: Int,
        createdAt: APITime,
        context: String,
        workspaceMode: String,
        workspaceInitMode: String,
        timeoutSeconds: Int
    ) {
        self.dispatchId = dispatchId
        self.status = status
        self.agent = agent
        self.modelId = modelId
        self.task = task
        self.progress = progress
        self.createdAt = createdAt
        self.context = context
        self.workspaceMode = workspaceMode
        self.workspaceInitMode = workspaceInitMode
        self.timeoutSeconds = timeoutSeconds
    }
}
