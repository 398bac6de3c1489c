internal import Synchronization
internal import TestSupport
internal import Testing

@testable internal import OutpostCore

@Suite("A dispatch in a container that waited", .timeLimit(.minutes(1)))
struct RunnerWarmTests {
    @Test("has it written down as its own, in one write, before anything of it is at its door")
    func order() async throws {
        let bench = try RunnerBench()
        let result = try await bench.runWarm()
        #expect(
            bench.journal.value.filter { $0 != "unchanged completing" } == [
                "attach", "prepare", "commit claimed", "bind", "commit started", "may run", "commit completing",
                "receive", "seal", "commit end success changed", "discard door", "remove container-id", "door closed",
            ]
        )
        #expect(result.dispatch.state.containerName == RunnerBench.warmName)
        #expect(result.dispatch.state.containerID == "container-id")
        #expect(result.dispatch.state.attempt == 1)
        #expect(bench.archive.kept.withLock { $0.lines.map(\.text) } == ["working"])
        #expect(bench.phases == [.container, .workspace, .running, .collecting])
    }

    @Test("has the same door as one in a container that was made for it, at another place")
    func door() async throws {
        let (cold, warm) = (try RunnerBench(), try RunnerBench())
        _ = try await cold.run()
        _ = try await warm.runWarm()
        let one = try #require(cold.engine.door.withLock { $0 })
        let other = try #require(warm.engine.door.withLock { $0 })
        #expect(one.job.archive() == other.job.archive())
        #expect(one.token == other.token && one.dispatch == other.dispatch && one.isStarted == other.isStarted)
        #expect(one.model?.credential == other.model?.credential)
        #expect(one.listener == .unixSocket(path: "/door/door.sock"))
        #expect(other.listener == .unixSocket(path: "/warm/door.sock"))
    }

    @Test("is not at the door when it could not be written down")
    func notDurable() async throws {
        let bench = try RunnerBench(faults: ["commit claimed": Planned("no disk")])
        let result = try await bench.runWarm()
        #expect(result.end.reason == .infrastructure)
        #expect(bench.journal.count("bind") == 0)
    }

    @Test("does not fail with it: where it ends before it asked for its job, another may have the dispatch")
    func lost() async throws {
        let bench = try RunnerBench { $0.exit(81) }
        await #expect(throws: WarmContainerLost.self) { try await bench.runWarm() }
        #expect(bench.store.state.status == .provisioning && bench.store.state.boot == nil)
        let taken = try RunnerBench()
        await #expect(throws: WarmContainerLost.self) { try await taken.runWarm(isTaken: true) }
        #expect(taken.store.state.boot == nil)
    }

    @Test("fails with it where it ends after it was given its job, as any does")
    func failed() async throws {
        let bench = try RunnerBench { container in
            await container.door.jobFetched()
            container.exit(81)
        }
        #expect(try await bench.runWarm().dispatch.state.status == .failed)
    }

    @Test("is cancelled where that came before the container asked for its job")
    func cancelled() async throws {
        let bench = try RunnerBench { try await $0.waitForSignal(.kill) }
        let result = try await bench.runWarm { bench in
            try await bench.journal.wait(for: "bind")
            bench.stop.stop(.cancel)
        }
        #expect(result.dispatch.state.status == .cancelled)
    }
}
