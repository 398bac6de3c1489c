package import Foundation
package import Logging

/// Takes one accepted dispatch to its one end: door, container, agent, results.
///
/// Each step is written down before its effect, so that a process killed anywhere can be followed by another that
/// knows what may exist.
package struct DispatchRunner: Sendable {
    /// Time between SIGTERM and SIGKILL for the agent, kept by the runtime in the container.
    package static let agentGrace: Duration = .seconds(10)
    /// Time that the runtime has, after the agent, to hand in the results.
    package static let collectGrace: Duration = .seconds(60)
    /// The part of it in which it has to begin; a runtime that was stopped by its own agent never does.
    package static let collectStartGrace: Duration = .seconds(10)
    /// Time from the container's start to the agent's; cloning a large repository is the long part.
    package static let setupLimit: Duration = .seconds(900)

    let driver: any ContainerDriver
    let doors: any DoorKeeper
    let store: any DispatchStore
    let archive: any DispatchArchive
    let instance: InstanceID
    let clock: any Clock<Duration>
    let now: @Sendable () -> Date
    let tokens: DoorTokenSource
    let leavesOutages: Bool
    let engineWatch: EngineWatch?
    let runtime: String?
    let metrics: DispatchMetrics
    let logger: Logger

    /// Makes a runner from its ports.
    ///
    /// - Parameters:
    ///   - driver: makes containers.
    ///   - doors: opens doors.
    ///   - store: keeps dispatches.
    ///   - archive: keeps logs and artifacts.
    ///   - instance: marks every container as ours.
    ///   - clock: measures deadlines.
    ///   - now: dates what is recorded.
    ///   - tokens: makes the throwaway tokens of doors.
    ///   - leavesOutages: whether an engine that goes away is an error of the run, after which somebody adopts the
    ///     container, rather than the dispatch's end.
    ///   - engineWatch: says whether a container that is gone is gone from our engine; nil believes it of any.
    ///   - runtime: OCI runtime of agents that name none; nil takes the engine's default.
    ///   - metrics: counts what dispatches say, hand in and ask of their models.
    ///   - logger: told of what is no result of any dispatch.
    package init(
        driver: any ContainerDriver,
        doors: any DoorKeeper,
        store: any DispatchStore,
        archive: any DispatchArchive,
        instance: InstanceID,
        clock: any Clock<Duration>,
        now: @escaping @Sendable () -> Date,
        tokens: DoorTokenSource,
        leavesOutages: Bool = false,
        engineWatch: EngineWatch? = nil,
        runtime: String? = nil,
        metrics: DispatchMetrics = DispatchMetrics(),
        logger: Logger
    ) {
        self.driver = driver
        self.doors = doors
        self.store = store
        self.archive = archive
        self.instance = instance
        self.clock = clock
        self.now = now
        self.tokens = tokens
        self.leavesOutages = leavesOutages
        self.engineWatch = engineWatch
        self.runtime = runtime
        self.metrics = metrics
        self.logger = logger
    }

    /// Runs a stored, pending dispatch to its end.
    ///
    /// When the calling task is cancelled the container is left as it is, for ``adopt(_:container:afterOutage:stop:observe:)``.
    ///
    /// - Parameters:
    ///   - plan: what to run.
    ///   - stop: ends it early; the results so far are still collected.
    ///   - observe: called from several tasks; must not block.
    /// - Returns: the dispatch in its terminal state, and what it left.
    /// - Throws: when the end itself could not be recorded, `CancellationError`, ``WarmContainerLost``, or
    ///   ``ContainerError/unavailable(_:)`` where outages are left to somebody else.
    package func run(
        _ plan: DispatchPlan,
        stop: StopSignal,
        observe: @escaping @Sendable (DispatchProgress) -> Void
    ) async throws -> DispatchResult {
        do {
            _ = try await archive.prepare(plan.dispatch)
        } catch {
            return try await concludeUnprepared(plan.dispatch, error)
        }
        return try await supervise(plan, observe) { session in
            if let warm = plan.warm { return try await attempt(plan, with: warm, session, stop) }
            return try await attempt(plan, session, stop)
        }
    }

    /// Stays with the container that a dispatch got under an earlier process, to its end.
    ///
    /// Its door opens again, its log goes on after the last recorded line, and its deadline counts from the agent's own
    /// start; one that has not started yet still may, and its job can be fetched until then. A container that ended
    /// meanwhile is concluded by what it left.
    ///
    /// - Parameters:
    ///   - plan: made from the stored dispatch; its image is the container's.
    ///   - container: the dispatch's own.
    ///   - afterOutage: whether the engine was away meanwhile, which may have cost output and the container itself.
    ///   - stop: ends it early.
    ///   - observe: called from several tasks; must not block.
    /// - Returns: the dispatch in its terminal state, and what it left.
    /// - Throws: as ``run(_:stop:observe:)``, or when the dispatch's files cannot be opened.
    package func adopt(
        _ plan: DispatchPlan,
        container: ContainerHandle,
        afterOutage: Bool,
        stop: StopSignal,
        observe: @escaping @Sendable (DispatchProgress) -> Void
    ) async throws -> DispatchResult {
        // An archive that cannot be opened now costs a container nothing that another look would not find again.
        let recorded = try await archive.prepare(plan.dispatch)
        return try await supervise(plan, observe) { session in
            let state = plan.dispatch.state
            session.takeOver(state, recorded)
            if let cause = state.stopCause { stop.stop(cause) }
            let door = door(for: plan, attempt: state.attempt, isStarted: state.boot != nil)
            return try await doors.withDoor(door, delegate: session) { _ in
                let output = try await driver.resume(container, after: recorded)
                session.update {
                    $0.isLogTruncated = $0.isLogTruncated || afterOutage || !output.isComplete
                    $0.didLoseEngine = afterOutage
                }
                return try await watch(container, plan, output.lines, session, stop)
            }
        }
    }

    private func supervise(
        _ plan: DispatchPlan,
        _ observe: @escaping @Sendable (DispatchProgress) -> Void,
        _ body: (DispatchSession) async throws -> DispatchEnd
    ) async throws -> DispatchResult {
        let session = DispatchSession(
            plan: plan,
            store: store,
            archive: archive,
            now: now,
            observe: observe,
            metrics: metrics,
            logger: logger
        )
        let end: DispatchEnd
        do {
            end = try await body(session)
        } catch {
            try Task.checkCancellation()
            if error is WarmContainerLost { throw error }
            if leavesOutages { try await leaveOutage(error) }
            let id = plan.dispatch.id
            logger.info(
                "a dispatch was ended by an error",
                metadata: ["dispatch.id": "\(id)", "error": "\(String(reflecting: error))"]
            )
            let state = try? await store.dispatch(id)?.state
            end = Self.failure(error, in: session, state ?? plan.dispatch.state)
        }
        try await session.searchCommits()
        let result = try await conclude(plan.dispatch, session.filter.redact(end, session.snapshot.facts), session)
        if case .directory(let directory) = plan.door { await doors.discard(directory) }
        await removeContainer(of: result.dispatch)
        return result
    }

    /// Throws what somebody else has to settle: an engine that is away, or another one, which knows nothing of ours.
    private func leaveOutage(_ error: any Error) async throws {
        switch error {
        case ContainerError.unavailable: throw error
        case ContainerError.vanished, ContainerError.imageMissing:
            guard let engineWatch, try await !engineWatch.isOurs(), let foreign = await engineWatch.foreign else {
                return
            }
            throw ContainerError.unavailable("\(foreign)")
        default: return
        }
    }

    /// Opens the door, makes the container and stays with it until it ended.
    private func attempt(
        _ plan: DispatchPlan,
        _ session: DispatchSession,
        _ stop: StopSignal
    ) async throws -> DispatchEnd {
        let id = plan.dispatch.id
        let attempt = plan.dispatch.state.attempt + 1
        let name = ContainerSpec.name(instance: instance, dispatch: id, attempt: attempt)
        try await record(.provisioning(containerName: name), id)
        session.report(.phase(.container))
        return try await doors.withDoor(door(for: plan, attempt: attempt), delegate: session) { address in
            let spec = ContainerSpec(
                name: name,
                image: plan.image.reference,
                instance: instance,
                tenant: plan.dispatch.tenant,
                dispatch: id,
                attempt: attempt,
                resources: plan.dispatch.request.resources,
                door: plan.mount(address, bootToken: tokens.bootToken(for: id, attempt: attempt)),
                workspace: plan.workspace,
                runtime: chosenRuntime(for: plan)
            )
            let container = try await driver.create(spec)
            try await record(.containerCreated(id: container.id), id)
            let output = try await driver.attach(container)
            try await driver.start(container)
            return try await watch(container, plan, output, session, stop)
        }
    }

    /// The OCI runtime of the dispatch's container.
    func chosenRuntime(for plan: DispatchPlan) -> String? {
        ContainerRuntime.chosen(tenant: plan.tenantRuntime, agent: plan.manifest.runtime, server: runtime)
    }

    func door(for plan: DispatchPlan, attempt: Int, isStarted: Bool = false) -> DoorConfiguration {
        let token = tokens.token(for: plan.dispatch.id, attempt: attempt)
        return DoorConfiguration(
            dispatch: plan.dispatch.id,
            listener: plan.listener(bootToken: tokens.bootToken(for: plan.dispatch.id, attempt: attempt)),
            job: plan.job(token: token),
            token: token,
            model: plan.model,
            repository: plan.repository,
            egress: plan.egress,
            isStarted: isStarted
        )
    }

    func watch(
        _ container: ContainerHandle,
        _ plan: DispatchPlan,
        _ output: ContainerOutputLines,
        _ session: DispatchSession,
        _ stop: StopSignal
    ) async throws -> DispatchEnd {
        let supervisor = Supervisor(
            runner: self,
            session: session,
            container: container,
            request: plan.dispatch.request,
            startedAt: plan.dispatch.state.startedAt
        )
        let exit = try await supervisor.watch(output, stop)
        session.update { $0.exit = exit }
        let isTruncated = await archive.isLogTruncated(plan.dispatch.id)
        // Somebody's stop may be written down, and have kept the agent from starting, before this task hears of it.
        let state = try await store.dispatch(plan.dispatch.id)?.state
        session.update {
            $0.isLogTruncated = $0.isLogTruncated || isTruncated
            $0.stopReason = $0.stopCause == nil ? state?.stopReason : $0.stopReason
            $0.stopCause = $0.stopCause ?? state?.stopCause
        }
        return session.snapshot.seen.verdict
    }

    /// Removes doors that nothing will come to any more.
    func discardDoors(in directory: String, except used: @Sendable () async -> Set<String>) async {
        await doors.discardAll(in: directory, except: used)
    }

    func record(_ event: DispatchEvent, _ id: DispatchID) async throws {
        let (change, state) = try await store.apply(event, to: id, at: now())
        guard change != .refused else { throw DispatchRefused(event: event, state: state) }
    }

    /// Best effort: what stays behind carries our label and is found again by it.
    private func removeContainer(of dispatch: Dispatch) async {
        guard let name = dispatch.state.containerName else { return }
        let handle = ContainerHandle(id: dispatch.state.containerID ?? name, name: name)
        do {
            try await driver.remove(handle)
        } catch {
            logger.warning("container was not removed", metadata: ["container.name": "\(name)", "error": "\(error)"])
        }
    }
}

/// An event that the dispatch's state does not allow any more.
struct DispatchRefused: Error {
    let event: DispatchEvent
    let state: DispatchState
}

extension DispatchPlan {
    fileprivate func listener(bootToken: DoorToken) -> DoorListener {
        switch door {
        case .directory(let directory): .unixSocket(path: directory + "/door.sock")
        case .bridge(_, let host): .tcp(host: host, port: 0, bootToken: bootToken)
        }
    }

    fileprivate func mount(_ address: DoorAddress, bootToken: DoorToken) -> ContainerSpec.DoorMount {
        switch (door, address) {
        case (.bridge(let network, _), .tcp(let host, let port)):
            .bridge(network: network, host: host, port: port, bootToken: bootToken)
        case (.directory(let directory), _): .directory(directory)
        case (.bridge(let network, let host), .unixSocket):
            .bridge(network: network, host: host, port: 0, bootToken: bootToken)
        }
    }
}
