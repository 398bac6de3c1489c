internal import Foundation
internal import Logging
internal import Synchronization
internal import TestSupport
internal import Testing

@testable internal import OutpostCore

@Suite("A pool of containers that wait", .timeLimit(.minutes(1)))
struct WarmPoolTests {
    private static let room = WarmPlan.Room(cpuUnits: 65_536, memoryMiB: 65_536, slots: 8)
    private static let key = WarmKey(
        agent: "sample",
        image: "outpost/sample:1",
        resources: Tier.fast.resources,
        runtime: "runsc"
    )

    private let engine = WarmEngine()

    private func pool(ceiling: Int = 1) -> WarmPool {
        let count = Mutex<UInt64>(0)
        return WarmPool(
            driver: engine,
            doors: engine,
            instance: InstanceID("instance"),
            directory: "/doors",
            ceiling: ceiling,
            now: { Samples.epoch },
            makeID: {
                let number = count.withLock { count in
                    count += 1
                    return count
                }
                var generator = SeededGenerator(seed: number)
                return WarmID(milliseconds: number, using: &generator)
            },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// Lets a pool work during the body.
    private func running(_ pool: WarmPool, _ body: @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await pool.run() }
            do {
                try await body()
                await pool.stop()
                try await group.waitForAll()
            } catch {
                group.cancelAll()
                throw error
            }
        }
    }

    /// One that was asked for in vain first, which is the demand.
    private func claimed(_ pool: WarmPool) async throws -> WarmContainer {
        _ = await pool.claim(Self.key)
        await pool.settle(Self.room)
        try await ready(pool)
        return try #require(await pool.claim(Self.key))
    }

    @Test("has nothing before a dispatch asked, then makes one in the order in which they are made for dispatches")
    func demand() async throws {
        let pool = pool()
        try await running(pool) {
            await pool.settle(Self.room)
            #expect(engine.journal.value.isEmpty)
            let container = try await claimed(pool)
            #expect(engine.journal.value.prefix(4) == ["door", "create", "attach", "start"])
            let spec = try #require(engine.specs.value.first)
            #expect(spec.owner == .nobody(try #require(WarmID(containerName: container.handle.name))))
            #expect(spec.image == "outpost/sample:1" && spec.runtime == "runsc" && spec.workspace == nil)
            #expect(spec.door == .directory(container.directory))
            await container.release()
        }
    }

    @Test("gives one away once, and makes the next")
    func once() async throws {
        let pool = pool()
        try await running(pool) {
            let first = try await claimed(pool)
            #expect(await pool.names.contains(first.handle.name), "it is no stranger while its door is open")
            let second = try await claimed(pool)
            #expect(first.handle != second.handle)
            await first.release()
            await second.release()
        }
        #expect(engine.present.value.isEmpty)
    }

    @Test("leaves one that was bound to whoever has it, and removes one that was not")
    func bound() async throws {
        let pool = pool()
        let configuration = try Samples.door()
        try await running(pool) {
            let mine = try await claimed(pool)
            try mine.door.bind(configuration, delegate: SilentDelegate())
            #expect(throws: WaitingDoorTaken.self) { try mine.door.bind(configuration, delegate: SilentDelegate()) }
            await mine.release()
            #expect(engine.present.value.contains(mine.handle.id))
            #expect(!engine.journal.value.contains("discard \(mine.directory)"))
            let unused = try await claimed(pool)
            await unused.release()
            try await engine.present.wait { !$0.contains(unused.handle.id) }
            try await engine.journal.wait(for: "discard \(unused.directory)")
        }
    }

    @Test("removes one that ended while it waited, and does not try again before the next dispatch")
    func ended() async throws {
        let pool = pool()
        try await running(pool) {
            _ = await pool.claim(Self.key)
            await pool.settle(Self.room)
            let made = try await engine.specs.wait { $0.count == 1 }
            try await engine.journal.wait(for: "start")
            engine.ended.update { _ = $0.insert("id-\(made[0].name)") }
            try await engine.present.wait(until: \.isEmpty)
            await pool.settle(Self.room)
            #expect(engine.journal.count("create") == 1)
            #expect(await pool.waiting.isEmpty)
        }
    }

    @Test("gives up on what cannot be made, and removes what was made of it", arguments: ["create", "attach", "start"])
    func failures(step: String) async throws {
        let pool = pool()
        engine.faults.withLock { $0[step] = ContainerError.refused("no") }
        try await running(pool) {
            _ = await pool.claim(Self.key)
            await pool.settle(Self.room)
            try await engine.journal.wait(for: "remove")
            try await engine.journal.wait(for: "door closed")
            await pool.settle(Self.room)
            #expect(engine.journal.count("door") == 1)
        }
        #expect(engine.present.value.isEmpty)
    }

    @Test("removes those that wait when it is stopped, and drops those that have no room")
    func end() async throws {
        let pool = pool()
        try await running(pool) {
            _ = await pool.claim(Self.key)
            await pool.settle(Self.room)
            try await engine.journal.wait(for: "start")
            try await ready(pool)
            await pool.settle(WarmPlan.Room(cpuUnits: 0, memoryMiB: 0, slots: 0))
            try await engine.present.wait(until: \.isEmpty)
            await pool.settle(Self.room)
            try await engine.present.wait { !$0.isEmpty }
        }
        #expect(engine.present.value.isEmpty)
        #expect(engine.journal.count("door") == engine.journal.count("door closed"))
    }

    @Test("drops one whose image is another by now, whatever registry the engine names before it")
    func images() async throws {
        let pool = pool()
        try await running(pool) {
            _ = await pool.claim(Self.key)
            await pool.settle(Self.room)
            let spec = try await engine.specs.wait { $0.count == 1 }[0]
            try await ready(pool)
            for (image, stays) in [("localhost/outpost/sample:1", true), ("sha256:1234", false)] {
                let snapshot = ContainerSnapshot(
                    handle: ContainerHandle(id: "id-\(spec.name)", name: spec.name),
                    dispatch: nil,
                    isRunning: true,
                    createdAt: Samples.epoch,
                    image: AgentImage(reference: image, harness: nil)
                )
                await pool.compare(with: [snapshot])
                #expect(await pool.waiting == (stays ? ["sample": 1] : [:]))
            }
        }
    }

    private func ready(_ pool: WarmPool) async throws {
        while await pool.waiting.isEmpty { await Task.yield() }
    }
}

/// Nothing is told to it.
private struct SilentDelegate: DoorDelegate {
    func jobFetched() async {}
    func started(boot: String) async throws -> Bool { false }
    func progressed(phase: String, message: String) async {}
    func receiveArtifacts(_ stream: AsyncThrowingStream<[UInt8], any Error>) async throws {}
    func finished(_ report: FinishedReport) async {}
    func modelExchanged(_ exchange: ModelExchange) async {}
    func egressDecided(_ decision: EgressDecision) async {}
}
