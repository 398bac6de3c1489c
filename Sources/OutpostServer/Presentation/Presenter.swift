internal import Foundation
internal import OutpostAPI
internal import OutpostCore

/// Puts what the service knows into the bodies of the API.
struct Presenter: Sendable {
    /// What `owner/name` is joined to.
    let gitBaseURL: String
    let now: Date

    func body(of dispatch: Dispatch, logs: [LogEntry] = []) -> DispatchBody {
        let (request, state) = (dispatch.request, dispatch.state)
        var body = DispatchBody(
            dispatchId: dispatch.id.text,
            status: state.status.rawValue,
            agent: request.agent,
            modelId: request.model,
            task: request.task,
            progress: Progress.percent(of: dispatch, messages: logs.map(\.message), now: now),
            createdAt: APITime(dispatch.createdAt),
            context: request.options.context.text,
            workspaceMode: request.options.workspaceMode.rawValue,
            workspaceInitMode: request.options.workspaceInit.rawValue,
            timeoutSeconds: request.timeoutSeconds
        )
        body.startedAt = state.startedAt.map(APITime.init)
        body.endedAt = state.endedAt.map(APITime.init)
        body.repo = repository(of: request)
        body.branch = request.reference
        body.workspaceId = request.options.workspace?.text
        body.tags = request.options.tags.isEmpty ? nil : request.options.tags
        body.credentials = request.options.isDirect ? CredentialRoute.direct.rawValue : nil
        body.batchId = dispatch.batch?.text
        body.exitCode = state.end?.exitCode
        body.reason = state.end?.reason.rawValue
        body.errorMessage = state.end?.message
        body.error = (state.end?.error).map(Self.error)
        body.flags = state.end.flatMap { $0.flags.isEmpty ? nil : $0.flags.map(\.rawValue) }
        body.expiresAt = request.options.expiresAt.map(APITime.init)
        body.artifacts = dispatch.removal == nil ? nil : "expired"
        body.artifactsRemovedAt = (dispatch.removal?.at).map(APITime.init)
        body.logs = logs.isEmpty ? nil : logs.map(Self.line)
        return body
    }

    func body(of view: DispatchView, logs: [LogEntry] = []) -> DispatchBody {
        var body = listed(view, logs: logs)
        body.egress = (view.dispatch.state.end?.egress).map(EgressReportBody.init)
        return body
    }

    /// What lists have of a dispatch.
    func listed(_ view: DispatchView, logs: [LogEntry] = []) -> DispatchBody {
        var body = body(of: view.dispatch, logs: logs)
        body.queuePosition = view.queuePosition
        body.waitsFor = view.waitsFor?.rawValue
        body.estimatedStartTime = view.estimatedStart.map { APITime(now.addingTimeInterval($0)) }
        return body
    }

    func accepted(_ submission: Submission) -> DispatchAccepted {
        let dispatch = submission.dispatch
        return DispatchAccepted(
            dispatchId: dispatch.id.text,
            status: dispatch.state.status.rawValue,
            agent: dispatch.request.agent,
            modelId: dispatch.request.model,
            estimatedStartTime: APITime(submission.estimatedStart),
            queuePosition: submission.queuePosition,
            idempotent: submission.isReplay ? true : nil,
            tags: dispatch.request.options.tags.isEmpty ? nil : dispatch.request.options.tags
        )
    }

    private static func error(_ error: DispatchError) -> DispatchErrorBody {
        DispatchErrorBody(
            class: error.class.rawValue,
            retryable: error.isRetryable,
            remedy: error.remedy,
            resetAt: error.resetAt.map(APITime.init)
        )
    }

    static func line(_ entry: LogEntry) -> LogLine {
        LogLine(
            sequence: entry.sequence,
            timestamp: APITime(entry.time),
            stream: entry.stream.rawValue,
            message: entry.message.trimmingCharacters(in: .whitespacesAndNewlines),
            level: LogLevel(of: entry.message).rawValue
        )
    }

    /// `owner/name` where the repository is below the git base URL, otherwise what the request named.
    func repository(of request: DispatchRequest) -> String? {
        guard let url = request.repository else { return nil }
        let base = gitBaseURL + "/"
        guard url.hasPrefix(base), DispatchDecoder.isOwnerAndName(String(url.dropFirst(base.count))) else { return url }
        return String(url.dropFirst(base.count))
    }
}
