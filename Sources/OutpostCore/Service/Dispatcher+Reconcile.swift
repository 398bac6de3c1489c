internal import Foundation
internal import Logging

extension Dispatcher {
    /// Seconds between two looks at what the engine has.
    private static let reconciliationInterval: TimeInterval = 5

    /// Takes up what an earlier process left: what waited waits on, what ran is looked for at the engine.
    func load() async throws {
        try await recallWorkspaces()
        for dispatch in try await parts.repository.unfinished() {
            recall(dispatch)
            guard dispatch.state.status != .pending else {
                waiting[dispatch.id] = AdmissionPlan.Candidate(dispatch)
                continue
            }
            unsupervised[dispatch.id] = Unsupervised(
                candidate: AdmissionPlan.Candidate(dispatch),
                container: dispatch.state.containerName
            )
        }
        wake.yield()
    }

    /// Compares what the engine has with what the database says, and acts on the difference.
    ///
    /// A list that cannot be read means nothing: everything stays as it is until the next look.
    func reconcile(into group: inout DiscardingTaskGroup) async {
        let time = now()
        guard !isEngineUp || time.timeIntervalSince(reconciledAt) >= Self.reconciliationInterval else { return }
        reconciledAt = time
        do {
            let plan = try await agreedPlan()
            if !isEngineUp { logger.notice("the engine answers") }
            isEngineUp = true
            // After the lists: what an engine listed that took the place of ours meanwhile is not acted upon.
            guard try await isOurEngine() else { return }
            try await carryOut(plan, in: &group)
        } catch let error as ContainerError {
            if isEngineUp { logger.error("the engine does not answer", metadata: ["error": "\(error)"]) }
            isEngineUp = false
        } catch {
            logger.error("not everything could be reconciled", metadata: ["error": "\(error)"])
        }
    }

    /// A container counts as gone only when two lists agree on it, and the engine does not know its name.
    private func agreedPlan() async throws -> ReconciliationPlan {
        let first = try await reconciliationPlan()
        guard !first.conclude.isEmpty else { return first }
        var plan = try await reconciliationPlan()
        for (id, name) in plan.missing where try await parts.driver.hasContainer(named: name) {
            logger.warning(
                "a container is there that the engine did not list",
                metadata: ["dispatch.id": "\(id)", "container.name": "\(name)"]
            )
            plan.leave(id)
        }
        return plan
    }

    /// Whether the engine is the one that our containers are on; one that is not becomes it where nothing is at stake.
    ///
    /// What only waits was given to no engine.
    private func isOurEngine() async throws -> Bool {
        guard let watch = parts.engineWatch else { return true }
        let (hasDispatches, workspaces) = (!cared.isEmpty, parts.workspaces)
        return try await watch.look {
            if hasDispatches { return true }
            return try await !workspaces.workspaces().isEmpty
        }
    }

    private func reconciliationPlan() async throws -> ReconciliationPlan {
        // The dispatches first: what is made after them is supervised, or younger than the grace.
        var dispatches: [Dispatch] = []
        for id in unsupervised.keys {
            if let dispatch = try await parts.repository.dispatch(id), !dispatch.state.status.isTerminal {
                dispatches.append(dispatch)
            } else {
                unsupervised[id] = nil
            }
        }
        let before = cared
        let judged = Set(dispatches.map(\.id))
        let heldBefore = await heldContainers(besides: judged)
        let containers = try await parts.driver.list(instance: parts.runner.instance)
        await parts.warm?.compare(with: containers)
        return ReconciliationPlan(
            unsupervised: dispatches,
            // Somebody may have stopped to stay with one, or begun to, while the engine made its list.
            supervised: before.union(cared).subtracting(judged),
            held: await heldBefore.union(heldContainers(besides: judged)),
            containers: containers,
            now: now()
        )
    }

    /// Dispatches whose containers are needed.
    private var cared: Set<DispatchID> { Set(running.keys).union(unsupervised.keys) }

    private func carryOut(_ plan: ReconciliationPlan, in group: inout DiscardingTaskGroup) async throws {
        let kept = try await remove(plan.remove)
        for (id, end) in plan.conclude {
            _ = try await conclude(id, end)
            unsupervised[id] = nil
        }
        for id in plan.requeue {
            if let name = try await parts.repository.dispatch(id)?.state.containerName, kept.contains(name) { continue }
            let (change, state) = try await parts.repository.apply(.requeued, to: id, at: now())
            guard change != .refused, let dispatch = try await parts.repository.dispatch(id) else { continue }
            logger.notice("another attempt", metadata: ["dispatch.id": "\(id)", "attempts": "\(state.attempt)"])
            unsupervised[id] = nil
            waiting[id] = AdmissionPlan.Candidate(dispatch)
        }
        for (id, container) in plan.adopt {
            guard let known = unsupervised.removeValue(forKey: id) else { continue }
            logger.notice(
                "adopting a container",
                metadata: ["dispatch.id": "\(id)", "container.name": "\(container.handle.name)"]
            )
            supervise(known.candidate, having: container.handle.name, in: &group) {
                await $0.adopt(id, container, afterOutage: known.didLoseEngine, $1)
            }
        }
        await parts.runner.discardDoors(in: settings.doors, except: { await self.usedDoors() })
    }

    /// Removes what nobody needs; one that the engine cannot remove now holds up nothing but its own dispatch.
    ///
    /// - Returns: the names of those that are still there.
    private func remove(_ containers: [ContainerHandle]) async throws -> Set<String> {
        var kept: Set<String> = []
        for container in containers {
            logger.notice("removing a container that nobody needs", metadata: ["container.name": "\(container.name)"])
            do {
                try await parts.driver.remove(container)
            } catch ContainerError.refused(let reason) {
                logger.error(
                    "a container cannot be removed",
                    metadata: ["container.name": "\(container.name)", "error": "\(reason)"]
                )
                kept.insert(container.name)
            }
        }
        return kept
    }
}
