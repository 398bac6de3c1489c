internal import OutpostAPI
internal import OutpostCore

extension Presenter {
    func job(of dispatch: Dispatch) -> JobBody {
        let (request, state) = (dispatch.request, dispatch.state)
        var body = JobBody(
            jobId: dispatch.id.text,
            tenantId: dispatch.tenant,
            agent: request.agent,
            task: request.task,
            context: request.options.context.text,
            status: JobStatus(state.status).rawValue,
            createdAt: APITime(dispatch.createdAt),
            timeoutSeconds: request.timeoutSeconds
        )
        body.repo = repository(of: request)
        body.branch = request.reference
        body.workerId = state.containerName
        body.errorMessage = state.end?.message
        body.startedAt = state.startedAt.map(APITime.init)
        body.completedAt = state.endedAt.map(APITime.init)
        body.exitCode = state.end?.exitCode
        return body
    }
}

/// The statuses of Outpost v2's jobs.
enum JobStatus: String, CaseIterable {
    case pending = "PENDING"
    case queued = "QUEUED"
    case running = "RUNNING"
    case completed = "COMPLETED"
    case failed = "FAILED"
    case cancelled = "CANCELLED"
    case timeout = "TIMEOUT"

    init(_ status: DispatchStatus) {
        self =
            switch status {
            case .pending: .pending
            case .provisioning: .queued
            case .running, .completing: .running
            case .success: .completed
            case .failed: .failed
            case .timeout: .timeout
            case .cancelled: .cancelled
            }
    }

    /// The statuses of dispatches that it stands for.
    var dispatchStatuses: Set<DispatchStatus> {
        Set(DispatchStatus.allCases.filter { JobStatus($0) == self })
    }
}
