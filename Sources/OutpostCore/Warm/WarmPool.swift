package import Foundation
package import Logging

/// Keeps containers that are started and wait at their doors, so that a dispatch need not wait for the engine.
///
/// Each serves one dispatch. Until it is claimed nothing of any tenant is in it or at its door.
package actor WarmPool {
    fileprivate enum State {
        case making
        case ready(WarmContainer)
        /// Somebody's, until the door is closed.
        case claimed
        /// On its way out.
        case dropped
    }

    fileprivate struct Entry {
        let key: WarmKey
        var state = State.making
        /// Opens when it is no longer to be waited with.
        let left = Latch()
    }

    private let driver: any ContainerDriver
    private let doors: any DoorKeeper
    private let instance: InstanceID
    private let directory: String
    private let ceiling: Int
    private let now: @Sendable () -> Date
    private let makeID: @Sendable () -> WarmID
    private let logger: Logger

    private var entries: [WarmID: Entry] = [:]
    private var demand: [WarmKey: [Date]] = [:]
    private var room: WarmPlan.Room?
    /// Containers to make; nil while the pool does not run.
    private var orders: AsyncStream<WarmID>.Continuation?
    private var isStopping = false
    /// Opens when nothing waits any more, nor will.
    private let emptied = Latch()

    /// Makes a pool; it has nothing before ``run()``.
    ///
    /// - Parameters:
    ///   - driver: makes containers.
    ///   - doors: opens doors.
    ///   - instance: marks every container as ours.
    ///   - directory: where doors are made.
    ///   - ceiling: how many may wait in all.
    ///   - now: the time.
    ///   - makeID: a fresh identifier.
    ///   - logger: told of what is no result of any dispatch.
    package init(
        driver: any ContainerDriver,
        doors: any DoorKeeper,
        instance: InstanceID,
        directory: String,
        ceiling: Int,
        now: @escaping @Sendable () -> Date,
        makeID: @escaping @Sendable () -> WarmID,
        logger: Logger
    ) {
        self.driver = driver
        self.doors = doors
        self.instance = instance
        self.directory = directory
        self.ceiling = ceiling
        self.now = now
        self.makeID = makeID
        self.logger = logger
    }

    /// Keeps containers until ``stop()`` was called and those that are claimed were released.
    ///
    /// Where the calling task is cancelled before that, those that wait are left for the next process to remove.
    package func run() async {
        let (stream, orders) = AsyncStream<WarmID>.makeStream()
        self.orders = orders
        settle()
        await withDiscardingTaskGroup { group in
            for await id in stream { group.addTask { await self.keep(id) } }
        }
        self.orders = nil
        entries = [:]
        noteEnd()
    }

    /// Removes those that wait and makes no more; returns when none of them is left, or when the task is cancelled.
    package func stop() async {
        isStopping = true
        orders?.finish()
        for (id, entry) in entries where entry.isReady { drop(id) }
        noteEnd()
        try? await emptied.wait()
    }

    private func noteEnd() {
        if isStopping, entries.values.allSatisfy(\.isClaimed) { emptied.open() }
    }

    /// Names of the containers that are its own: none of them is a stranger.
    ///
    /// A name is here before its container is.
    package var names: Set<String> { Set(entries.keys.map { $0.containerName(instance: instance) }) }

    /// Names of the folders of their doors.
    package var folders: Set<String> { Set(entries.keys.map(\.text)) }

    /// Containers that wait, by agent.
    package var waiting: [String: Int] {
        Dictionary(grouping: entries.values.filter(\.isReady), by: \.key.agent).mapValues(\.count)
    }

    /// Gives a container of that kind away, if one waits, and notes that one was wanted.
    func claim(_ key: WarmKey) -> WarmContainer? {
        demand[key, default: []].append(now())
        for (id, entry) in entries.sorted(by: { $0.key < $1.key }) where entry.key == key {
            guard case .ready(let container) = entry.state else { continue }
            entries[id]?.state = .claimed
            room?.take(key.resources)
            entry.left.open()
            return container
        }
        return nil
    }

    /// Makes and drops what the demand asks for.
    ///
    /// - Parameter room: what running dispatches leave; nil where nothing may be made now.
    func settle(_ room: WarmPlan.Room?) {
        self.room = room
        settle()
    }

    /// Drops those whose image is another by now, as the engine's list shows it.
    func compare(with containers: [ContainerSnapshot]) {
        let images = Dictionary(containers.map { ($0.handle.id, $0.image.reference) }) { first, _ in first }
        for (id, entry) in entries {
            guard case .ready(let container) = entry.state, let image = images[container.handle.id],
                // Podman puts a registry's name before it.
                !image.hasSuffix(entry.key.image)
            else { continue }
            drop(id)
        }
    }

    private func settle() {
        let time = now()
        for (key, times) in demand {
            let recent = times.filter { time.timeIntervalSince($0) < WarmPlan.idle }
            demand[key] = recent.isEmpty ? nil : recent
        }
        guard let orders, let room, !isStopping else { return }
        let plan = WarmPlan(
            entries: entries.compactMap { id, entry in entry.planned(id) },
            demand: demand,
            ceiling: ceiling,
            room: room,
            now: time
        )
        for id in plan.drop { drop(id) }
        guard let key = plan.make else { return }
        let id = makeID()
        entries[id] = Entry(key: key)
        orders.yield(id)
    }

    private func drop(_ id: WarmID) {
        entries[id]?.state = .dropped
        entries[id]?.left.open()
    }

    /// Makes one container and has it wait, until it is claimed and released, dropped, or gone.
    private func keep(_ id: WarmID) async {
        guard let entry = entries[id] else { return }
        let name = id.containerName(instance: instance)
        let folder = "\(directory)/\(id)"
        let spec = ContainerSpec(
            warm: id,
            image: entry.key.image,
            instance: instance,
            resources: entry.key.resources,
            door: .directory(folder),
            runtime: entry.key.runtime
        )
        var logger = logger
        logger[metadataKey: "container.name"] = "\(name)"
        let closed: Latch?
        do {
            closed = try await doors.withWaitingDoor(at: .unixSocket(path: "\(folder)/door.sock")) { [logger] door in
                await self.wait(with: spec, entry, id, folder, door, logger)
            }
        } catch {
            closed = nil
            giveUp(entry.key, error, logger)
        }
        closed?.open()
        if closed == nil { await doors.discard(folder) }
        entries[id] = nil
        noteEnd()
        settle()
    }

    /// - Returns: what is waited for by whoever has the container now; nil where nobody has.
    private func wait(
        with spec: ContainerSpec,
        _ entry: Entry,
        _ id: WarmID,
        _ folder: String,
        _ door: any WaitingDoor,
        _ logger: Logger
    ) async -> Latch? {
        let container: WarmContainer
        do {
            container = try await make(spec, folder, door)
        } catch {
            giveUp(entry.key, error, logger)
            await remove(ContainerHandle(id: spec.name, name: spec.name), logger)
            return nil
        }
        ready(id, container)
        let loss = await untilLeft(container.handle, entry.left)
        if leave(id) {
            try? await container.released.wait()
        } else if let loss {
            giveUp(entry.key, loss, logger)
        }
        guard door.abandon() else { return container.closed }
        container.closed.open()
        await remove(container.handle, logger)
        return nil
    }

    /// In the same order as for a dispatch.
    private func make(_ spec: ContainerSpec, _ folder: String, _ door: any WaitingDoor) async throws -> WarmContainer {
        let handle = try await driver.create(spec)
        let output = try await driver.attach(handle)
        try await driver.start(handle)
        return WarmContainer(handle: handle, directory: folder, door: door, output: output)
    }

    private func ready(_ id: WarmID, _ container: WarmContainer) {
        entries[id]?.state = .ready(container)
        logger.debug("a container waits for a dispatch", metadata: ["container.name": "\(container.handle.name)"])
        if isStopping { drop(id) }
        settle()
    }

    /// Returns when it was claimed or dropped, or is gone.
    ///
    /// - Returns: what became of it in the last case, or an error.
    private func untilLeft(_ container: ContainerHandle, _ left: Latch) async -> (any Error)? {
        do {
            return try await withThrowingTaskGroup(of: ContainerError?.self) { [driver] group in
                group.addTask { .vanished("it ended with \(try await driver.wait(container).code) while it waited") }
                group.addTask {
                    try await left.wait()
                    return nil
                }
                defer { group.cancelAll() }
                return try await group.next() ?? nil
            }
        } catch {
            return error
        }
    }

    /// Whether somebody claimed it; nobody does from now on.
    private func leave(_ id: WarmID) -> Bool {
        guard case .claimed? = entries[id]?.state else {
            entries[id]?.state = .dropped
            return false
        }
        return true
    }

    /// What cannot be made now is tried again when the next dispatch of its kind comes.
    private func giveUp(_ key: WarmKey, _ error: any Error, _ logger: Logger) {
        demand[key] = nil
        guard !Task.isCancelled else { return }
        logger.warning(
            "no container waits for dispatches of this kind",
            metadata: ["image": "\(key.image)", "error": "\(error)"]
        )
    }

    /// Best effort: what stays behind carries our label and is found again by it.
    private func remove(_ container: ContainerHandle, _ logger: Logger) async {
        do {
            try await driver.remove(container)
        } catch {
            guard !Task.isCancelled else { return }
            logger.warning("container was not removed", metadata: ["error": "\(error)"])
        }
    }
}

extension WarmPool.Entry {
    fileprivate var isReady: Bool {
        if case .ready = state { true } else { false }
    }

    fileprivate var isClaimed: Bool {
        if case .claimed = state { true } else { false }
    }

    /// As the plan sees it; nil for one that is nobody's concern but its dispatch's.
    fileprivate func planned(_ id: WarmID) -> WarmPlan.Entry? {
        switch state {
        case .making, .ready: WarmPlan.Entry(id: id, key: key, isReady: isReady)
        case .claimed, .dropped: nil
        }
    }
}
