internal import Foundation
internal import Logging

extension Dispatcher {
    /// Runs the queue until the calling task is cancelled or ``stop()`` was called and everything ended.
    ///
    /// - Throws: when the queue cannot be loaded.
    package func run() async throws {
        try await recover()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.keepPulse() }
            await serveQueue()
            group.cancelAll()
        }
    }

    private func serveQueue() async {
        await withDiscardingTaskGroup { group in
            for await _ in wakeups {
                guard !isStopping else { break }
                await admit(into: &group)
            }
        }
    }

    /// Stops admission; what waits stays in the database for the next start.
    package func stop() {
        isStopping = true
        wake.yield()
        wake.finish()
    }

    /// Dispatches that run at this moment.
    package var runningCount: Int { running.count }

    func plan() async throws -> AdmissionPlan {
        let tenants = try await parts.identities.tenants().filter { $0.status == .active }
        let agents = parts.catalog.agents.compactMapValues { $0.manifest?.maximumConcurrent }
        let limits = AdmissionPlan.Limits(
            cpuUnits: settings.capacity.cpuUnits,
            memoryMiB: await memoryCapacity(),
            running: settings.running,
            tenants: Dictionary(uniqueKeysWithValues: tenants.map { ($0.id, $0.limits) }),
            agents: agents
        )
        return AdmissionPlan(
            waiting: Array(waiting.values),
            running: running.values.map(\.candidate),
            limits: limits
        )
    }

    private func admit(into group: inout DiscardingTaskGroup) async {
        let plan: AdmissionPlan
        do {
            plan = try await self.plan()
        } catch {
            logger.error("the queue could not be planned", metadata: ["error": "\(error)"])
            return
        }
        for id in plan.start {
            guard let candidate = waiting.removeValue(forKey: id) else { continue }
            let stop = StopSignal()
            running[id] = Running(candidate: candidate, stop: stop, since: now())
            group.addTask { await self.execute(id, stop) }
        }
    }

    func finished(_ id: DispatchID) {
        running[id] = nil
        requestSecrets[id] = nil
        hub.finish(id)
        wake.yield()
    }

    /// What waited still waits; what ran when the process ended has lost its supervisor and is concluded.
    private func recover() async throws {
        for dispatch in try await parts.repository.unfinished() {
            guard dispatch.state.status != .pending else {
                waiting[dispatch.id] = AdmissionPlan.Candidate(dispatch)
                continue
            }
            let end = DispatchEnd(
                status: .failed,
                reason: .infrastructure,
                message: "Outpost was restarted while the dispatch ran",
                flags: dispatch.state.startedAt == nil ? [] : [.artifactsPartial]
            )
            _ = try await conclude(dispatch.id, end)
        }
        await removeLeftovers()
        wake.yield()
    }

    /// Nothing runs yet, so every container with our label is from an earlier process.
    private func removeLeftovers() async {
        do {
            for container in try await parts.driver.list(instance: parts.runner.instance) {
                try await parts.driver.remove(container.handle)
            }
        } catch {
            logger.warning("not all earlier containers were removed", metadata: ["error": "\(error)"])
        }
    }
}
