internal import Foundation

extension Dispatcher {
    /// Gives a dispatch a container that waits, if it can have one; otherwise one is made for it.
    func place(_ plan: inout DispatchPlan) async {
        let id = plan.dispatch.id
        guard let warm = parts.warm else { return }
        defer {
            running[id]?.isPlaced = true
            wake.yield()
        }
        // A workspace that outlives the container is mounted when that is made.
        guard plan.workspace == nil, case .directory = plan.door else { return }
        let key = WarmKey(
            agent: plan.manifest.name,
            image: plan.image.reference,
            resources: plan.dispatch.request.resources,
            runtime: parts.runner.chosenRuntime(for: plan)
        )
        guard let container = await warm.claim(key) else { return }
        running[id]?.container = container.handle.name
        plan.warm = container
        plan.door = .directory(container.directory)
    }

    /// A container that was claimed is given back, whatever comes of its dispatch.
    func withRelease<Value: Sendable>(
        of container: WarmContainer?,
        _ body: () async throws -> Value
    ) async throws -> Value {
        do {
            let value = try await body()
            await container?.release()
            return value
        } catch {
            await container?.release()
            throw error
        }
    }

    /// Has containers made and dropped as the demand and the host allow.
    func settleWarm() async {
        guard let warm = parts.warm else { return }
        let isForeign = await foreignEngine != nil
        let isHeld = isForeign || !isEngineUp || hostLoad.isDiskShort(of: settings.minimumDiskMiB)
        // Those that are not placed may still take one that waits.
        let placed = running.values.filter(\.isPlaced).map(\.candidate) + unsupervised.values.map(\.candidate)
        let room = WarmPlan.Room(
            cpuUnits: cpuCapacity - placed.reduce(0) { $0 + $1.resources.cpuUnits },
            memoryMiB: memoryCapacity - placed.reduce(0) { $0 + $1.resources.memoryMiB },
            slots: settings.running - placed.count
        )
        await warm.settle(isHeld ? nil : room)
    }

    /// Has those that wait removed, unless that takes too long: the next process would do it.
    func stopWarm() async {
        guard let warm = parts.warm else { return }
        _ = try? await withTimeLimit(Self.stopLimit, clock: parts.runner.clock) { await warm.stop() }
    }

    private static let stopLimit = Duration.seconds(2)

    /// Names of containers that are needed, though no label of theirs may say so.
    ///
    /// - Parameter judged: dispatches whose containers are looked at.
    /// - Returns: those that wait, too.
    func heldContainers(besides judged: Set<DispatchID>) async -> Set<String> {
        let waiting = await parts.warm?.names ?? []
        let left = unsupervised.filter { !judged.contains($0.key) }.values.compactMap(\.container)
        return waiting.union(left).union(running.values.compactMap(\.container))
    }

    /// Names of the folders of doors that a container has, or may have.
    func usedDoors() async -> Set<String> {
        let waiting = await parts.warm?.folders ?? []
        let held = running.values.compactMap(\.container) + unsupervised.values.compactMap(\.container)
        let warm = held.compactMap { WarmID(containerName: $0)?.text }
        return waiting.union(warm).union(running.keys.map(\.text)).union(unsupervised.keys.map(\.text))
    }
}
