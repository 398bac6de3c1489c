/// What the HTTP interface asks of the control plane.
///
/// Every call names the tenant: what belongs to somebody else does not exist.
package protocol DispatchService: Sendable {
    /// Accepts a dispatch; it is durable, and waits for its turn, when this returns.
    ///
    /// - Throws: ``InvalidRequest``, or ``ServiceError``.
    func submit(_ draft: DispatchDraft, by principal: Principal) async throws -> Submission

    /// Accepts the same task for several agents, all or none.
    ///
    /// - Throws: ``InvalidRequest``, or ``ServiceError``.
    func submit(batch drafts: [DispatchDraft], by principal: Principal) async throws -> BatchSubmission

    /// The dispatches of a batch, the oldest first.
    ///
    /// - Throws: ``ServiceError/notFound``.
    func batch(_ id: BatchID, tenant: String) async throws -> [BatchMember]

    /// One dispatch.
    ///
    /// - Throws: ``ServiceError/notFound``.
    func dispatch(_ id: DispatchID, tenant: String) async throws -> DispatchView

    /// A page of a tenant's dispatches.
    func list(_ query: DispatchQuery) async throws -> DispatchListing

    /// Stops a dispatch, or takes it out of the queue; waits up to two seconds for its end.
    ///
    /// - Returns: the dispatch after that time; it may still have to stop.
    /// - Throws: ``ServiceError/notFound``, ``ServiceError/alreadyEnded(_:)``, ``ServiceError/alreadyStopping(_:_:)``.
    func cancel(_ id: DispatchID, reason: String, by principal: Principal) async throws -> Dispatch

    /// Lines of a dispatch's log from a position on.
    ///
    /// - Throws: ``ServiceError/notFound``.
    func log(_ id: DispatchID, tenant: String, from position: LogPosition, limit: Int) async throws -> LogPage

    /// The last lines of a dispatch's log, or the last before a position.
    ///
    /// - Throws: ``ServiceError/notFound``.
    func logTail(_ id: DispatchID, tenant: String, before end: LogPosition?, limit: Int) async throws -> LogTail

    /// Fires whenever the dispatch's log or status may have changed, and ends after its terminal status. A reader that
    /// is slow gets one wake-up for many changes, so nothing piles up.
    ///
    /// - Throws: ``ServiceError/notFound``.
    func changes(_ id: DispatchID, tenant: String) async throws -> AsyncStream<Void>

    /// The artifacts of a dispatch; empty while it runs.
    ///
    /// - Throws: ``ServiceError/notFound``.
    func artifacts(_ id: DispatchID, tenant: String) async throws -> ArtifactListing

    /// A page of a tenant's workspaces, the newest first; the limit is 1 to 100.
    func workspaces(tenant: String, after cursor: WorkspaceCursor?, limit: Int) async throws -> WorkspacePage

    /// One workspace as it was; looking at it counts as use of it, as in Outpost v2.
    ///
    /// - Throws: ``ServiceError/notFound``.
    func workspace(_ id: WorkspaceID, tenant: String) async throws -> WorkspaceView

    /// Removes a workspace with its storage.
    ///
    /// - Throws: ``ServiceError/notFound``, ``ServiceError/workspaceInUse(_:)``.
    func deleteWorkspace(_ id: WorkspaceID, by principal: Principal) async throws

    /// Whether the service is about to stop, and takes no dispatches any more.
    var isDraining: Bool { get async }

    /// The state of agents, queue and host.
    func fleet() async throws -> FleetReport
}

/// A dispatch with what is known of its way through the queue.
package struct DispatchView: Sendable, Hashable {
    /// The dispatch.
    package let dispatch: Dispatch
    /// Dispatches that start before it; nil once it left the queue.
    package let queuePosition: Int?
    /// When it will probably start; nil once it left the queue.
    package let estimatedStart: EstimatedStart?
    /// What keeps it from starting; nil once it left the queue.
    package let waitsFor: AdmissionPlan.Obstacle?

    /// A time, as seconds from now.
    package typealias EstimatedStart = Double

    package init(
        dispatch: Dispatch,
        queuePosition: Int? = nil,
        estimatedStart: EstimatedStart? = nil,
        waitsFor: AdmissionPlan.Obstacle? = nil
    ) {
        self.dispatch = dispatch
        self.queuePosition = queuePosition
        self.estimatedStart = estimatedStart
        self.waitsFor = waitsFor
    }
}

/// A part of a tenant's dispatches, with their ways through the queue.
package struct DispatchListing: Sendable, Hashable {
    /// The dispatches, the newest first.
    package let views: [DispatchView]
    /// Whether older ones follow.
    package let hasMore: Bool

    package init(views: [DispatchView], hasMore: Bool) {
        self.views = views
        self.hasMore = hasMore
    }
}

/// The artifacts of a dispatch, and where they lie.
package struct ArtifactListing: Sendable, Hashable {
    /// The dispatch.
    package let dispatch: Dispatch
    /// The files; empty while the dispatch runs.
    package let files: [ArtifactManifest.File]
    /// The folder that holds them.
    package let directory: String

    package init(dispatch: Dispatch, files: [ArtifactManifest.File], directory: String) {
        self.dispatch = dispatch
        self.files = files
        self.directory = directory
    }
}

/// A call that cannot be served.
package enum ServiceError: Error, Sendable, Hashable {
    /// There is no such thing, or it is somebody else's.
    case notFound
    /// The dispatch is over.
    case alreadyEnded(DispatchStatus)
    /// The dispatch is being stopped for this cause, and is still in this status.
    case alreadyStopping(StopCause, DispatchStatus)
    /// The idempotency key was used for another request.
    case idempotencyConflict
    /// The tenant has too many dispatches waiting.
    case queueFull(limit: Int)
    /// The request asks for more than the tenant may have.
    case beyondLimits(String)
    /// A dispatch has the workspace, or waits for it; nil for one that is only being accepted.
    case workspaceInUse(DispatchID?)
    /// The tenant's stored results leave no room for another.
    case overQuota(QuotaProblem)
    /// The dispatch has not ended, so that its results cannot go.
    case stillRunning(DispatchStatus)
    /// The server is stopping.
    case stopping
}
