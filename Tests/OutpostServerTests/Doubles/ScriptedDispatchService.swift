internal import Foundation
internal import OutpostCore
internal import Synchronization

/// A dispatch service in memory, whose dispatches go on only as a test says.
final class ScriptedDispatchService: DispatchService {
    struct State {
        var dispatches: [DispatchID: Dispatch] = [:]
        var logs: [DispatchID: [LogEntry]] = [:]
        var artifacts: [DispatchID: ArtifactListing] = [:]
        var watchers: [DispatchID: [AsyncStream<Void>.Continuation]] = [:]
        var drafts: [DispatchDraft] = []
        var workspaces: [WorkspaceView] = []
        var queries: [DispatchQuery] = []
        var reasons: [String] = []
        var fleets = 0
        /// What the next call throws.
        var failure: (any Error)?
        var isReplay = false
        var isDraining = false
        /// Whether a dispatch takes its time to end when it is cancelled.
        var stopsLate = false
        var report = FleetReport(
            agents: [FleetReport.Agent(name: "claude", model: "claude-opus-5-5", active: 0, maximum: 5)],
            counts: [:],
            isEngineUp: true,
            usedCPUUnits: 1024,
            totalCPUUnits: 4096,
            usedMemoryMiB: 2048,
            totalMemoryMiB: 8192
        )
    }

    let state = Mutex(State())

    func change<Output: Sendable>(_ body: (inout sending State) -> sending Output) -> Output {
        state.withLock { body(&$0) }
    }

    private func failIfTold() throws {
        let failure = state.withLock { state in
            defer { state.failure = nil }
            return state.failure
        }
        if let failure { throw failure }
    }

    func submit(_ draft: DispatchDraft, by principal: Principal) async throws -> Submission {
        try failIfTold()
        let dispatch = try Samples.dispatch(
            id: Samples.freshID(),
            tenant: principal.tenant.id,
            task: draft.task,
            repository: draft.repositoryURL,
            reference: draft.reference,
            timeoutSeconds: draft.timeoutSeconds ?? DispatchRequest.defaultTimeoutSeconds,
            options: draft.options
        )
        return state.withLock { state in
            state.drafts.append(draft)
            state.dispatches[dispatch.id] = dispatch
            return Submission(
                dispatch: dispatch,
                estimatedStart: Samples.epoch.addingTimeInterval(30),
                queuePosition: 0,
                isReplay: state.isReplay
            )
        }
    }

    func submit(batch drafts: [DispatchDraft], by principal: Principal) async throws -> BatchSubmission {
        let batch = BatchID(Samples.freshID())
        var submissions: [Submission] = []
        for draft in drafts {
            let made = try await submit(draft, by: principal)
            let dispatch = Dispatch(
                id: made.dispatch.id,
                tenant: made.dispatch.tenant,
                request: made.dispatch.request,
                createdAt: made.dispatch.createdAt,
                batch: batch
            )
            add(dispatch)
            submissions.append(
                Submission(
                    dispatch: dispatch,
                    estimatedStart: made.estimatedStart,
                    queuePosition: made.queuePosition,
                    isReplay: made.isReplay
                )
            )
        }
        return BatchSubmission(id: batch, submissions: submissions)
    }

    func batch(_ id: BatchID, tenant: String) async throws -> [BatchMember] {
        let found = state.withLock { state in
            state.dispatches.values.filter { $0.batch == id && $0.tenant == tenant }.sorted { $0.id < $1.id }
        }
        guard !found.isEmpty else { throw ServiceError.notFound }
        return found.map { dispatch in
            guard let end = dispatch.state.end else {
                return BatchMember(dispatch: dispatch, summary: nil, lines: nil)
            }
            var lines = PatchLineCounter()
            lines.read(Array("@@ -1,2 +1 @@\n-a\n-b\n+c\n".utf8))
            var outcome = AgentOutcome(terminal: nil)
            outcome.usage = TokenUsage(inputTokens: 10, outputTokens: 2)
            let facts = RepositoryFacts(changes: .uncommitted, filesChanged: 3, outcome: outcome)
            let summary = DispatchSummary(
                dispatch,
                harness: "claude 2.1",
                end: end,
                facts: facts,
                modelRequests: 1,
                at: Samples.epoch.addingTimeInterval(4)
            )
            return BatchMember(dispatch: dispatch, summary: summary, lines: lines)
        }
    }

    func dispatch(_ id: DispatchID, tenant: String) async throws -> DispatchView {
        try failIfTold()
        let dispatch = try owned(id, tenant)
        return Self.view(of: dispatch)
    }

    private static func view(of dispatch: Dispatch) -> DispatchView {
        let isWaiting = dispatch.state.status == .pending
        return DispatchView(
            dispatch: dispatch,
            queuePosition: isWaiting ? 2 : nil,
            estimatedStart: isWaiting ? 90 : nil,
            waitsFor: isWaiting ? .tenant : nil
        )
    }

    func list(_ query: DispatchQuery) async throws -> DispatchListing {
        try failIfTold()
        return state.withLock { state in
            state.queries.append(query)
            let all = state.dispatches.values.filter { $0.tenant == query.tenant }
                .filter { query.statuses.isEmpty || query.statuses.contains($0.state.status) }
                .filter { dispatch in query.before.map { dispatch.id < $0 } ?? true }
                .sorted { $0.id > $1.id }
            return DispatchListing(views: all.prefix(query.limit).map(Self.view), hasMore: all.count > query.limit)
        }
    }

    func cancel(_ id: DispatchID, reason: String, by principal: Principal) async throws -> Dispatch {
        try failIfTold()
        let dispatch = try owned(id, principal.tenant.id)
        guard !dispatch.state.status.isTerminal else { throw ServiceError.alreadyEnded(dispatch.state.status) }
        let stopsLate = state.withLock { state in
            state.reasons.append(reason)
            return state.stopsLate
        }
        guard !stopsLate else { return dispatch }
        return try end(id, DispatchEnd(status: .cancelled, reason: .cancelled, message: reason))
    }

    func log(_ id: DispatchID, tenant: String, from position: LogPosition, limit: Int) async throws -> LogPage {
        try failIfTold()
        _ = try owned(id, tenant)
        // Here a position is a number of lines.
        let lines = state.withLock { $0.logs[id] ?? [] }
        let page = Array(lines.dropFirst(position.offset).prefix(limit))
        return LogPage(entries: page, next: LogPosition(offset: position.offset + page.count))
    }

    func logTail(_ id: DispatchID, tenant: String, before end: LogPosition?, limit: Int) async throws -> LogTail {
        try failIfTold()
        _ = try owned(id, tenant)
        let lines = state.withLock { $0.logs[id] ?? [] }
        let next = min(end?.offset ?? lines.count, lines.count)
        let page = Array(lines.prefix(next).suffix(limit))
        return LogTail(
            entries: page,
            start: LogPosition(offset: next - page.count),
            next: LogPosition(offset: next)
        )
    }

    func changes(_ id: DispatchID, tenant: String) async throws -> AsyncStream<Void> {
        try failIfTold()
        let dispatch = try owned(id, tenant)
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        continuation.yield()
        if dispatch.state.status.isTerminal {
            continuation.finish()
        } else {
            state.withLock { $0.watchers[id, default: []].append(continuation) }
        }
        return stream
    }

    func artifacts(_ id: DispatchID, tenant: String) async throws -> ArtifactListing {
        try failIfTold()
        let dispatch = try owned(id, tenant)
        let listing = state.withLock { $0.artifacts[id] }
        return ArtifactListing(dispatch: dispatch, files: listing?.files ?? [], directory: listing?.directory ?? "")
    }

    var isDraining: Bool { state.withLock { $0.isDraining } }

    func fleet() async throws -> FleetReport {
        try failIfTold()
        return state.withLock { state in
            state.fleets += 1
            return state.report
        }
    }

    private func owned(_ id: DispatchID, _ tenant: String) throws -> Dispatch {
        let dispatch = state.withLock { $0.dispatches[id] }
        guard let dispatch, dispatch.tenant == tenant else { throw ServiceError.notFound }
        return dispatch
    }
}
