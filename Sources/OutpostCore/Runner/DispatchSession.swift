internal import Foundation
internal import Logging
internal import Synchronization

/// The host's side of one running dispatch: it answers the door and remembers what was seen.
final class DispatchSession: DoorDelegate {
    let id: DispatchID
    let harness: String?
    let filter: OutputFilter
    private let egress: (access: EgressAccess, advice: EgressAdvice)
    private let store: any DispatchStore
    private let archive: any DispatchArchive
    private let now: @Sendable () -> Date
    private let observe: @Sendable (DispatchProgress) -> Void
    private let agent: String
    private let metrics: DispatchMetrics
    private let logger: Logger
    /// Observations are written by connection tasks and read by the runner.
    private let state: Mutex<SessionState>
    /// Fires once when *started* is durable: the deadline counts from then.
    let agentStarted = Latch()
    /// Fires once when the runtime says that it is done.
    let runtimeFinished = Latch()

    struct SessionState {
        var seen = Observations()
        var facts: RepositoryFacts?
        /// Whether the container asked for its job, and was given it.
        var isJobFetched = false
        /// Whether the runtime began to hand in.
        var isCollecting = false
        var egress = EgressLog()
    }

    init(
        plan: DispatchPlan,
        store: any DispatchStore,
        archive: any DispatchArchive,
        now: @escaping @Sendable () -> Date,
        observe: @escaping @Sendable (DispatchProgress) -> Void,
        metrics: DispatchMetrics,
        logger: Logger
    ) {
        id = plan.dispatch.id
        harness = plan.image.harness
        filter = OutputFilter(plan)
        egress = (plan.egress, plan.egressAdvice)
        self.store = store
        self.archive = archive
        self.now = now
        self.observe = observe
        self.metrics = metrics
        agent = plan.dispatch.request.agent
        self.logger = logger
        var seen = Observations()
        seen.hasModel = plan.model != nil
        seen.credentialName = plan.direct?.access.secrets.first?.name ?? plan.manifest.model?.authSecret
        state = Mutex(SessionState(seen: seen))
    }

    /// What has been seen so far.
    var snapshot: SessionState { state.withLock { $0 } }

    func report(_ progress: DispatchProgress) { observe(progress) }

    func update(_ change: (inout Observations) -> Void) {
        state.withLock { change(&$0.seen) }
    }

    /// Goes on with a dispatch that got its container under an earlier process.
    func takeOver(_ dispatch: DispatchState, _ recorded: RecordedLog) {
        state.withLock {
            $0.seen.didStart = dispatch.boot != nil
            $0.seen.isAdopted = true
            $0.isCollecting = dispatch.status == .completing
            $0.seen.stopCause = dispatch.stopCause
            $0.seen.stopReason = dispatch.stopReason
            guard let facts = recorded.facts else { return }
            $0.facts = facts
            $0.seen.hasArtifacts = true
            $0.seen.changes = facts.changes
            $0.seen.outcome = facts.outcome
        }
        if dispatch.boot != nil { agentStarted.open() }
    }

    func jobFetched() async {
        state.withLock { $0.isJobFetched = true }
        observe(.phase(.workspace))
    }

    func started(boot: String) async throws -> Bool {
        let (change, _) = try await store.apply(.started(boot: boot, at: now()), to: id, at: now())
        guard change != .refused else { return false }
        update { $0.didStart = true }
        if change == .changed { observe(.phase(.running)) }
        agentStarted.open()
        return true
    }

    func progressed(phase: String, message: String) async {
        logger.debug("runtime progressed", metadata: ["dispatch.id": "\(id)", "phase": "\(phase)"])
        if phase == "collect" { await collecting() }
    }

    func receiveArtifacts(_ stream: AsyncThrowingStream<[UInt8], any Error>) async throws {
        await collecting()
        do {
            let facts = try await archive.receive(stream, for: id, lookingFor: filter.patterns)
            state.withLock {
                $0.facts = facts
                $0.seen.hasArtifacts = true
                $0.seen.changes = facts.changes
                $0.seen.outcome = facts.outcome
            }
        } catch {
            update { $0.artifactProblem = "the agent's results could not be taken in: \(ErrorText.sentence(error))" }
            throw error
        }
    }

    /// Looks for secrets in the agent's commits, once nothing more is handed in.
    ///
    /// - Throws: `CancellationError`; the container is still there for who comes next.
    func searchCommits() async throws {
        guard let search = await archive.searchCommits(of: id, for: filter.patterns) else { return }
        // What was broken off says nothing of the commits.
        if case .impossible = search { try Task.checkCancellation() }
        state.withLock { $0.facts?.note(search) }
    }

    func finished(_ report: FinishedReport) async {
        let report = filter.redact(report)
        update { $0.report = report }
        runtimeFinished.open()
    }

    func modelExchanged(_ exchange: ModelExchange) async {
        let (time, exchange) = (now(), filter.redact(exchange))
        update { $0.record(exchange, at: time) }
        metrics.modelAnswered(exchange, agent: agent)
        if exchange.failure != nil, !exchange.abandoned { observe(.modelFailure(exchange)) }
    }

    func egressDecided(_ decision: EgressDecision) async {
        state.withLock { $0.egress.record(decision, access: egress.access, advice: egress.advice) }
    }

    /// Where the container wanted to go; nil where there is nothing to tell.
    var egressReport: EgressReport? {
        let seen = snapshot
        return seen.egress.report(access: egress.access, isPartial: seen.seen.isAdopted, advice: egress.advice)
    }

    func line(_ line: OutputLine) async throws {
        let line = filter.redact(line)
        try await archive.append(line, at: now(), to: id)
        metrics.logged(line)
        observe(.line(line))
    }

    /// Entering `completing` is a courtesy to watchers: a failure to record it must not cost the results.
    private func collecting() async {
        state.withLock { $0.isCollecting = true }
        do {
            let (change, _) = try await store.apply(.completing, to: id, at: now())
            if change == .changed { observe(.phase(.collecting)) }
        } catch {
            logger.warning("completing was not recorded", metadata: ["dispatch.id": "\(id)", "error": "\(error)"])
        }
    }
}
