internal import Foundation

extension Dispatcher {
    /// One dispatch of the tenant's, with its place in the queue.
    package func dispatch(_ id: DispatchID, tenant: String) async throws -> DispatchView {
        let dispatch = try await owned(id, tenant)
        return await views(of: [dispatch]).first ?? DispatchView(dispatch: dispatch)
    }

    /// A page of a tenant's dispatches.
    package func list(_ query: DispatchQuery) async throws -> DispatchListing {
        let page = try await parts.repository.list(query)
        return DispatchListing(views: await views(of: page.dispatches), hasMore: page.hasMore)
    }

    /// Lines of the dispatch's log.
    package func log(
        _ id: DispatchID,
        tenant: String,
        from position: LogPosition,
        limit: Int
    ) async throws -> LogPage {
        _ = try await owned(id, tenant)
        return try await parts.reader.log(id, from: position, limit: limit)
    }

    /// The last lines of the dispatch's log.
    package func logTail(
        _ id: DispatchID,
        tenant: String,
        before end: LogPosition?,
        limit: Int
    ) async throws -> LogTail {
        _ = try await owned(id, tenant)
        return try await parts.reader.logTail(id, before: end, limit: limit)
    }

    /// Wake-ups while the dispatch goes on.
    package func changes(_ id: DispatchID, tenant: String) async throws -> AsyncStream<Void> {
        // Subscribed first: an end between the two calls would otherwise be missed.
        let stream = hub.changes(of: id)
        let dispatch = try await owned(id, tenant)
        guard dispatch.state.status.isTerminal else { return stream }
        return AsyncStream { continuation in
            continuation.yield()
            continuation.finish()
        }
    }

    /// The dispatch's artifacts.
    package func artifacts(_ id: DispatchID, tenant: String) async throws -> ArtifactListing {
        let dispatch = try await owned(id, tenant)
        guard dispatch.state.status.isTerminal, let sealed = try await parts.reader.artifacts(id) else {
            return ArtifactListing(dispatch: dispatch, files: [], directory: "")
        }
        return ArtifactListing(dispatch: dispatch, files: sealed.manifest.files, directory: sealed.directory)
    }

    func owned(_ id: DispatchID, _ tenant: String) async throws -> Dispatch {
        guard let dispatch = try await parts.repository.dispatch(id), dispatch.tenant == tenant else {
            throw ServiceError.notFound
        }
        return dispatch
    }

    func conclude(_ id: DispatchID, _ end: DispatchEnd) async throws -> DispatchState {
        let (_, state) = try await parts.repository.apply(.concluded(end, at: now()), to: id, at: now())
        forget(id)
        return state
    }

    /// Drops what was kept for one that has ended, and tells who watches it.
    func forget(_ id: DispatchID) {
        hub.finish(id)
    }

    /// Adds what the queue knows: it comes from one plan for all of them, made as the one that admits.
    func views(of dispatches: [Dispatch]) async -> [DispatchView] {
        guard dispatches.contains(where: { waiting[$0.id] != nil }), let plan = try? await plan() else {
            return dispatches.map { startingView(of: $0) ?? DispatchView(dispatch: $0) }
        }
        let estimate = QueueEstimate(
            slots: max(1, running.count + plan.start.count),
            ages: running.values.map { now().timeIntervalSince($0.since) },
            meanDuration: await meanDuration()
        )
        return dispatches.map { startingView(of: $0) ?? waitingView(of: $0, plan, estimate) }
    }

    /// One that was admitted, and has no container yet; nil for others.
    private func startingView(of dispatch: Dispatch) -> DispatchView? {
        guard dispatch.state.status == .pending, let mine = running[dispatch.id] else { return nil }
        let left = Self.secondsToStart(after: now().timeIntervalSince(mine.since))
        return DispatchView(dispatch: dispatch, queuePosition: 0, estimatedStart: left)
    }

    private func waitingView(of dispatch: Dispatch, _ plan: AdmissionPlan, _ estimate: QueueEstimate) -> DispatchView {
        guard waiting[dispatch.id] != nil else { return DispatchView(dispatch: dispatch) }
        guard let position = plan.wait.firstIndex(of: dispatch.id) else {
            return DispatchView(dispatch: dispatch, queuePosition: 0, estimatedStart: Self.startSeconds)
        }
        let turn = estimate.secondsUntilStart(position: position)
        let wait = max(turn, secondsUntilFree(dispatch, plan.wait, estimate)) + Self.startSeconds
        return DispatchView(
            dispatch: dispatch,
            queuePosition: position,
            estimatedStart: wait,
            waitsFor: plan.obstacles[dispatch.id]
        )
    }

    /// Seconds from admission to the agent's start.
    private static let startSeconds = 2.0
    /// Seconds that an image takes to be built, about.
    private static let imageSeconds = 60.0

    /// Seconds until a dispatch starts that was admitted some seconds ago: what takes longer than usual has its image
    /// made.
    private static func secondsToStart(after age: Double) -> Double {
        age < startSeconds ? startSeconds : max(startSeconds, imageSeconds - age)
    }

    /// Mean duration of what ended in the last hour; ten minutes' half where nothing did.
    private func meanDuration() async -> Double {
        let ended = try? await parts.repository.ended(since: now().addingTimeInterval(-3600))
        let durations = (ended ?? []).compactMap(\.duration)
        return durations.isEmpty ? 300 : durations.reduce(0, +) / Double(durations.count)
    }
}
