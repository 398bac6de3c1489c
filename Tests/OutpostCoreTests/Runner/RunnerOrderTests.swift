internal import Foundation
internal import Synchronization
internal import TestSupport
internal import Testing

@testable internal import OutpostCore

@Suite("A runner's order of writes", .timeLimit(.minutes(10)))
struct RunnerOrderTests {
    @Test("is the one that lets another process follow it anywhere")
    func success() async throws {
        let bench = try RunnerBench()
        let result = try await bench.run()
        #expect(
            bench.journal.value.filter { $0 != "unchanged completing" } == [
                "prepare", "commit provisioning", "door", "create", "commit container", "attach", "start",
                "commit started",
                "may run", "commit completing", "receive", "door closed", "seal", "commit end success changed",
                "discard door", "remove container-id",
            ]
        )
        #expect(result.end == DispatchEnd(status: .success, reason: .changed, exitCode: 0))
        #expect(result.dispatch.state.status == .success)
        #expect(result.dispatch.state.boot == "boot")
        #expect(result.facts?.afterSHA == "after")
        #expect(result.manifest?.files.map(\.path) == ["summary.json"])
        #expect(bench.phases == [.container, .workspace, .running, .collecting])
        #expect(bench.archive.kept.withLock { $0.lines.map(\.text) } == ["working"])
    }

    @Test("has the container's name written down before it is made, and its id before it is started")
    func names() async throws {
        let bench = try RunnerBench()
        let result = try await bench.run()
        #expect(result.dispatch.state.containerName == RunnerBench.name)
        #expect(result.dispatch.state.containerID == "container-id")
        #expect(result.dispatch.state.attempt == 1)
        let spec = try #require(bench.engine.spec.withLock { $0 })
        #expect(spec.name == RunnerBench.name)
        #expect(spec.resources == Tier.flagship.resources)
        #expect(spec.door == .directory("/door"))
    }

    @Test("asks a second boot not to run, and lets the first ask again")
    func secondBoot() async throws {
        let bench = try RunnerBench { container in
            try await container.start(boot: "a")
            try await container.start(boot: "a")
            try await container.start(boot: "b")
            try await container.handIn()
            await container.finish(0)
            container.exit(0)
        }
        let result = try await bench.run()
        #expect(bench.journal.value.filter { $0.hasSuffix("run") } == ["may run", "may run", "may not run"])
        #expect(result.dispatch.state.boot == "a")
        #expect(bench.phases.count { $0 == .running } == 1)
    }

    @Test("does not let the agent run when its start could not be made durable")
    func undurableStart() async throws {
        let bench = try RunnerBench(faults: ["commit started": Planned("disk")]) { container in
            await #expect(throws: Planned.self) { try await container.start() }
            container.exit(85)
        }
        let result = try await bench.run()
        #expect(bench.journal.count("may run") == 0)
        #expect(result.end.reason == .setup)
        #expect(result.dispatch.state.startedAt == nil)
    }

    @Test("writes the reason down before any signal goes out, and the end before the container goes")
    func stop() async throws {
        let bench = try RunnerBench { container in
            try await container.start()
            try await container.waitForSignal(.terminate)
            try await container.handIn()
            await container.finish(143)
            container.exit(143)
        }
        let result = try await bench.run { bench in
            try await bench.journal.wait(for: "may run")
            bench.stop.stop(.cancel)
        }
        #expect(
            bench.journal.has(inOrder: [
                "commit stop cancel", "signal SIGTERM", "receive", "seal", "commit end cancelled cancelled",
                "discard door", "remove container-id",
            ])
        )
        #expect(bench.journal.count("signal SIGKILL") == 0)
        #expect(
            result.end
                == DispatchEnd(
                    status: .cancelled,
                    reason: .cancelled,
                    exitCode: 143,
                    message: "the dispatch was cancelled"
                )
        )
    }

    @Test("sends no signal when the reason cannot be written down")
    func undurableStop() async throws {
        let bench = try RunnerBench(faults: ["commit stop cancel": Planned("disk")]) { try await $0.start() }
        let result = try await bench.run { bench in
            try await bench.journal.wait(for: "may run")
            bench.stop.stop(.cancel)
        }
        #expect(!bench.journal.value.contains { $0.hasPrefix("signal") })
        #expect(result.end.reason == .infrastructure)
        #expect(bench.journal.value.last == "remove container-id")
    }
}
