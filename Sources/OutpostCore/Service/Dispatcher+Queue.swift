internal import Foundation
internal import Logging

extension Dispatcher {
    /// Runs the queue until the calling task is cancelled or ``stop()`` was called and everything ended.
    ///
    /// - Throws: when the queue cannot be loaded.
    package func run() async throws {
        try await load()
        // What waits since an earlier process is not let onto a host that nobody has looked at.
        await refreshHostLoad()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.keepPulse() }
            if let warm = parts.warm { group.addTask { await warm.run() } }
            await serveQueue()
            await stopWarm()
            group.cancelAll()
        }
    }

    private func serveQueue() async {
        await withDiscardingTaskGroup { group in
            for await _ in wakeups {
                guard !isStopping else { break }
                await reconcile(into: &group)
                await expire()
                await admit(into: &group)
                await settleWarm()
            }
        }
    }

    /// Stops admission; what waits stays in the database for the next start, and no container waits any more.
    package func stop() async {
        isStopping = true
        wake.yield()
        wake.finish()
        await stopWarm()
    }

    /// Whether ``stop()`` was called: nothing new is taken.
    package var isDraining: Bool { isStopping }

    /// Dispatches that run at this moment.
    package var runningCount: Int { running.count }

    /// The engine that answers in place of ours; nil while ours does.
    package var foreignEngine: ForeignEngine? {
        get async { await parts.engineWatch?.foreign }
    }

    func plan() async throws -> AdmissionPlan {
        let tenants = try await parts.identities.tenants().filter { $0.status == .active }
        let agents = parts.catalog.agents.compactMapValues { $0.manifest?.maximumConcurrent }
        let limits = AdmissionPlan.Limits(
            cpuUnits: cpuCapacity,
            memoryMiB: memoryCapacity,
            running: settings.running,
            tenants: Dictionary(uniqueKeysWithValues: tenants.map { ($0.id, $0.limits) }),
            agents: agents,
            workspaces: Set(unsupervised.values.compactMap(\.candidate.workspace)),
            isHeld: hostLoad.isDiskShort(of: settings.minimumDiskMiB)
        )
        return AdmissionPlan(
            waiting: Array(waiting.values),
            running: running.values.map(\.candidate),
            limits: limits
        )
    }

    private func admit(into group: inout DiscardingTaskGroup) async {
        // What waits can wait longer; what is started while the engine is away would fail.
        guard isEngineUp, !waiting.isEmpty, await foreignEngine == nil else { return }
        await refreshHostLoad()
        let plan: AdmissionPlan
        do {
            plan = try await self.plan()
        } catch {
            logger.error("the queue could not be planned", metadata: ["error": "\(error)"])
            return
        }
        for id in plan.start {
            guard let candidate = waiting.removeValue(forKey: id) else { continue }
            supervise(candidate, in: &group) { await $0.execute(id, $1) }
        }
    }

    /// Counts a dispatch as running while `body` stays with it.
    func supervise(
        _ candidate: AdmissionPlan.Candidate,
        having container: String? = nil,
        in group: inout DiscardingTaskGroup,
        _ body: @escaping @Sendable (Dispatcher, StopSignal) async -> Void
    ) {
        let stop = StopSignal()
        running[candidate.id] = Running(
            candidate: candidate,
            stop: stop,
            since: now(),
            container: container,
            isPlaced: container != nil
        )
        let context = LogContext(dispatchID: candidate.id.text, tenantID: candidate.tenant)
        group.addTask { await LogContext.$current.withValue(context) { await body(self, stop) } }
    }

    func finished(_ id: DispatchID) {
        running[id] = nil
        if unsupervised[id] == nil, waiting[id] == nil {
            hub.finish(id)
        }
        wake.yield()
    }
}
