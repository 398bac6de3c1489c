internal import Foundation
internal import Synchronization
internal import TestSupport
internal import Testing

@testable internal import OutpostCore

@Suite("A runner that adopts a container", .timeLimit(.minutes(10)))
struct RunnerAdoptionTests {
    /// A bench whose agent was started 40 seconds ago under an earlier process.
    private func bench(
        isStarted: Bool = true,
        stopCause: StopCause? = nil,
        recorded: RecordedLog = RecordedLog(),
        faults: Faults = [:],
        script: @escaping ScriptedEngine.Script
    ) async throws -> RunnerBench {
        let bench = try RunnerBench(timeoutSeconds: 100, faults: faults, script: script)
        bench.archive.kept.withLock { $0.recorded = recorded }
        let id = bench.plan.dispatch.id
        var events: [DispatchEvent] = [
            .provisioning(containerName: RunnerBench.name), .containerCreated(id: "container-id"),
        ]
        if isStarted { events.append(.started(boot: "boot", at: Samples.epoch - 40)) }
        if let stopCause { events.append(.stopRequested(stopCause)) }
        for event in events { _ = try await bench.store.apply(event, to: id, at: Samples.epoch) }
        return bench
    }

    @Test("goes on after the recorded lines, at a door where the job is gone and the token is the same")
    func goesOn() async throws {
        let recorded = RecordedLog(counts: [.stdout: 3], first: [.stdout: "a"], lastAt: Samples.epoch)
        let bench = try await bench(recorded: recorded) { container in
            container.write("working")
            try await container.handIn()
            await container.finish(0)
            container.exit(0)
        }
        let result = try await bench.adopt()
        #expect(result.end.status == .success)
        #expect(
            bench.journal.has(inOrder: ["door", "resume 3", "commit completing", "seal", "commit end success changed"])
        )
        #expect(bench.journal.count("create") == 0 && bench.journal.count("start") == 0)
        let door = try #require(bench.engine.door.withLock { $0 })
        #expect(door.isStarted)
        #expect(
            door.token
                == DoorTokenSource(key: Array(repeating: 7, count: 32)).token(for: result.dispatch.id, attempt: 1)
        )
    }

    @Test("lets an agent start that has not, once, and counts its deadline from then")
    func unstarted() async throws {
        let bench = try await bench(isStarted: false) { container in
            #expect(try await container.start(boot: "first"))
            #expect(try await !container.start(boot: "second"))
            try await container.waitForSignal(.terminate)
            container.exit(143)
        }
        let result = try await bench.adopt { bench in
            // Before that there is the limit of the set-up alone.
            try await bench.clock.waitForSleeper(until: .seconds(100))
            bench.clock.advance(by: .seconds(100))
        }
        #expect(result.end.status == .timeout)
        #expect(result.dispatch.state.startedAt == Samples.epoch)
        let door = try #require(bench.engine.door.withLock { $0 })
        #expect(!door.isStarted)
        #expect(bench.journal.count("create") == 0 && bench.journal.count("start") == 0)
    }

    @Test("tells why the set-up of one that had not started failed")
    func unstartedFailure() async throws {
        let bench = try await bench(isStarted: false) { $0.exit(82) }
        let end = try await bench.adopt().end
        #expect(end.status == .failed && end.reason == .repository)
    }

    @Test("counts the deadline from the agent's own start")
    func deadline() async throws {
        let bench = try await bench { container in
            try await container.waitForSignal(.terminate)
            container.exit(143)
        }
        let result = try await bench.adopt { bench in
            try await bench.clock.waitForSleeper(until: .seconds(60))
            bench.clock.advance(by: .seconds(60))
        }
        #expect(result.end.status == .timeout)
        #expect(result.dispatch.state.startedAt == Samples.epoch - 40)
    }

    @Test("gives the whole time anew, and no more, where the time of day was set back meanwhile")
    func clockSetBack() async throws {
        let bench = try await bench { container in
            try await container.waitForSignal(.terminate)
            container.exit(143)
        }
        bench.timeSet.update { $0 = -86_400 }
        let result = try await bench.adopt { bench in
            try await bench.clock.waitForSleeper(until: .seconds(100))
            bench.clock.advance(by: .seconds(100))
        }
        #expect(result.end.status == .timeout)
    }

    @Test("stops at once what was told to stop before", arguments: StopCause.allCases)
    func stopped(cause: StopCause) async throws {
        let bench = try await bench(stopCause: cause) { container in
            try await container.waitForSignal(.terminate)
            container.exit(143)
        }
        let end = try await bench.adopt().end
        #expect(end.status == (cause == .cancel ? .cancelled : .timeout))
    }

    @Test("ends as it was told to where its container is gone", arguments: StopCause.allCases)
    func vanished(cause: StopCause) async throws {
        let bench = try await bench(stopCause: cause, faults: ["wait": ContainerError.vanished("gone")]) { _ in }
        let end = try await bench.adopt().end
        #expect(end.reason == (cause == .cancel ? .cancelled : .timeout))
        #expect(end.flags == [.artifactsPartial])
    }

    @Test("knows what was handed in before")
    func handedIn() async throws {
        let facts = RepositoryFacts(changes: .committed, filesChanged: 2)
        let bench = try await bench(recorded: RecordedLog(facts: facts)) { $0.exit(0) }
        let result = try await bench.adopt()
        #expect(result.end.status == .success && result.end.reason == .changed)
        #expect(result.facts == facts)
    }

    @Test("calls a container that the engine's restart killed by that name, and any other by its own")
    func engineRestart() async throws {
        for (code, reason) in [(137, DispatchReason.engineRestart), (7, .exit)] {
            let bench = try await bench { $0.exit(code) }
            let end = try await bench.adopt(afterOutage: true).end
            #expect(end.reason == reason)
            #expect(end.flags.contains(.logTruncated))
        }
    }
}
