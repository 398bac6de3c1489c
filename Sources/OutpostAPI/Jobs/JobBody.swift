/// A dispatch in the shape of Outpost v2's jobs.
///
/// What is not known is null, not absent.
package struct JobBody: Codable, Sendable, Hashable {
    /// The dispatch's id.
    package var jobId: String
    /// Its tenant's id.
    package var tenantId: String
    /// The agent's name.
    package var agent: String
    /// The task, as it was given.
    package var task: String
    /// `minimal`, `standard` or `full`.
    package var context: String
    /// `PENDING`, `QUEUED`, `RUNNING`, `COMPLETED`, `FAILED`, `TIMEOUT` or `CANCELLED`.
    package var status: String
    /// `owner/name`, or a URL.
    package var repo: String?
    /// Branch, tag or commit.
    package var branch: String?
    /// The container's name.
    package var workerId: String?
    /// Always null: a workspace has no path on the server.
    package var workspacePath: String?
    /// Why it ended.
    package var errorMessage: String?
    /// Always null: see the artifacts of the dispatch.
    package var outputS3Key: String?
    /// When it was accepted.
    package var createdAt: APITime
    /// When the agent started.
    package var startedAt: APITime?
    /// When it ended.
    package var completedAt: APITime?
    /// Seconds that the agent may run.
    package var timeoutSeconds: Int
    /// The agent's exit status.
    package var exitCode: Int?

    package init(
        jobId: String,
        tenantId: String,
        agent: String,
        task: String,
        context: String,
        status: String,
        createdAt: APITime,
        timeoutSeconds: Int
    ) {
        self.jobId = jobId
        self.tenantId = tenantId
        self.agent = agent
        self.task = task
        self.context = context
        self.status = status
        self.createdAt = createdAt
        self.timeoutSeconds = timeoutSeconds
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(jobId, forKey: .jobId)
        try container.encode(tenantId, forKey: .tenantId)
        try container.encode(agent, forKey: .agent)
        try container.encode(task, forKey: .task)
        try container.encode(context, forKey: .context)
        try container.encode(status, forKey: .status)
        try container.encode(repo, forKey: .repo)
        try container.encode(branch, forKey: .branch)
        try container.encode(workerId, forKey: .workerId)
        try container.encode(workspacePath, forKey: .workspacePath)
        try container.encode(errorMessage, forKey: .errorMessage)
        try container.encode(outputS3Key, forKey: .outputS3Key)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(startedAt, forKey: .startedAt)
        try container.encode(completedAt, forKey: .completedAt)
        try container.encode(timeoutSeconds, forKey: .timeoutSeconds)
        try container.encode(exitCode, forKey: .exitCode)
    }
}

/// One job, as the answer to a request about it.
package struct JobResponse: Codable, Sendable, Hashable {
    /// The job.
    package var job: JobBody
    /// True in the answer to `POST /api/v2/jobs`; absent otherwise.
    package var queued: Bool?

    package init(job: JobBody, queued: Bool? = nil) {
        self.job = job
        self.queued = queued
    }
}
