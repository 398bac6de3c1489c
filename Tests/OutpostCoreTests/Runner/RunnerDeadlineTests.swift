internal import Foundation
internal import TestSupport
internal import Testing

@testable internal import OutpostCore

@Suite("A runner's deadlines", .timeLimit(.minutes(10)))
struct RunnerDeadlineTests {
    private static let grace = DispatchRunner.agentGrace + DispatchRunner.collectGrace
    /// Until then the runtime has to begin to hand in.
    private static let startGrace = DispatchRunner.agentGrace + DispatchRunner.collectStartGrace

    @Test("count from the agent's start, not from the container's")
    func timeout() async throws {
        let mayStart = Gate()
        let bench = try RunnerBench(timeoutSeconds: 100) { container in
            try await mayStart.pass()
            try await container.start()
            try await container.waitForSignal(.terminate)
            container.exit(143)
        }
        let result = try await bench.run { bench in
            try await bench.clock.waitForSleeper(until: DispatchRunner.setupLimit)
            bench.clock.advance(by: .seconds(300))
            #expect(bench.clock.deadlines == [DispatchRunner.setupLimit], "nothing counts before the start")
            mayStart.open()
            try await bench.clock.waitForSleeper(until: .seconds(400))
            bench.clock.advance(by: .seconds(99))
            #expect(bench.store.state.stopCause == nil)
            bench.clock.advance(by: .seconds(1))
        }
        #expect(bench.journal.has(inOrder: ["commit stop timeout", "signal SIGTERM", "commit end timeout timeout"]))
        #expect(result.end.status == .timeout)
        #expect(result.dispatch.state.startedAt == Samples.epoch + 300)
        #expect(result.dispatch.state.endedAt == Samples.epoch + 400)
    }

    @Test("are as far away as before when the time of day is set", arguments: [-86_400.0, 86_400])
    func clockJump(seconds: Double) async throws {
        let bench = try RunnerBench(timeoutSeconds: 100) { container in
            try await container.start()
            try await container.waitForSignal(.terminate)
            container.exit(143)
        }
        let result = try await bench.run { bench in
            try await bench.clock.waitForSleeper(until: .seconds(100))
            bench.timeSet.update { $0 = seconds }
            bench.clock.advance(by: .seconds(99))
            #expect(bench.store.state.stopCause == nil)
            bench.clock.advance(by: .seconds(1))
        }
        #expect(result.end.status == .timeout)
        #expect(result.dispatch.state.endedAt == Samples.epoch + 100 + seconds)
    }

    @Test("end a set-up that takes too long, at once: a SIGTERM may be lost, and there is nothing to hand in")
    func setup() async throws {
        let bench = try RunnerBench { container in
            try await container.waitForSignal(.kill)
            container.exit(137)
        }
        let result = try await bench.run { bench in
            try await bench.clock.waitForSleeper(until: DispatchRunner.setupLimit)
            bench.clock.advance(by: DispatchRunner.setupLimit)
        }
        #expect(
            bench.journal.has(inOrder: ["start", "commit stop timeout", "signal SIGKILL", "commit end timeout timeout"])
        )
        #expect(result.end.reason == .timeout)
        #expect(bench.journal.count("signal SIGTERM") == 0)
        #expect(result.dispatch.state.startedAt == nil)
    }

    @Test("let an agent go on that started before the set-up's limit")
    func setupInTime() async throws {
        let mayEnd = Gate()
        let bench = try RunnerBench(timeoutSeconds: 86_400) { container in
            try await container.start()
            try await mayEnd.pass()
            try await container.runWell()
        }
        let result = try await bench.run { bench in
            try await bench.clock.waitForSleeper(until: .seconds(86_400))
            bench.clock.advance(by: DispatchRunner.setupLimit)
            mayEnd.open()
        }
        #expect(result.end.status == .success)
        #expect(bench.store.state.stopCause == nil)
    }

    @Test(
        "are not the only way to stop: a cancel that was written down before the runner hears of it stops the agent too"
    )
    func recordedCancel() async throws {
        let bench = try RunnerBench { container in
            try await container.start()
            try await container.waitForSignal(.terminate)
            container.exit(143)
        }
        let result = try await bench.run { bench in
            try await bench.journal.wait(for: "may run")
            _ = try await bench.store.apply(.stopRequested(.cancel), to: bench.plan.dispatch.id, at: Samples.epoch)
            bench.stop.stop(.cancel)
        }
        #expect(bench.journal.has(inOrder: ["commit stop cancel", "signal SIGTERM", "commit end cancelled cancelled"]))
        #expect(result.end.status == .cancelled)
    }

    @Test(
        "kill what did not end in the grace, and not a moment before: a runtime that does not begin to hand in is frozen",
        arguments: [true, false]
    )
    func kill(isFrozen: Bool) async throws {
        let bench = try RunnerBench { container in
            try await container.start()
            try await container.waitForSignal(.terminate)
            if !isFrozen { await container.door.progressed(phase: "collect", message: "") }
            container.journal.note("told")
        }
        let result = try await bench.run { bench in
            try await bench.journal.wait(for: "may run")
            bench.stop.stop(.cancel)
            try await bench.journal.wait(for: "told")
            try await bench.clock.waitForSleeper(until: Self.startGrace)
            if !isFrozen {
                bench.clock.advance(by: Self.startGrace)
                try await bench.clock.waitForSleeper(until: Self.grace)
            }
            let left = isFrozen ? Self.startGrace : Self.grace - Self.startGrace
            bench.clock.advance(by: left - .milliseconds(1))
            #expect(bench.journal.count("signal SIGKILL") == 0)
            bench.clock.advance(by: .milliseconds(1))
        }
        #expect(
            bench.journal.has(inOrder: [
                "commit stop cancel", "signal SIGTERM", "signal SIGKILL", "commit end cancelled cancelled",
            ])
        )
        #expect(
            result.end
                == DispatchEnd(
                    status: .cancelled,
                    reason: .cancelled,
                    exitCode: 137,
                    message: "the dispatch was cancelled",
                    flags: [.artifactsPartial]
                )
        )
    }

    @Test("give up on what does not die, after three tries")
    func immortal() async throws {
        let bench = try RunnerBench(isImmortal: true) { try await $0.start() }
        let result = try await bench.run { bench in
            try await bench.journal.wait(for: "may run")
            bench.stop.stop(.cancel)
            try await bench.clock.waitForSleeper(until: Self.startGrace)
            bench.clock.advance(by: Self.startGrace)
            for attempt in 1...3 {
                let next = Self.startGrace + .seconds(10 * attempt)
                try await bench.clock.waitForSleeper(until: next)
                bench.clock.advance(by: .seconds(10))
            }
        }
        #expect(bench.journal.count("signal SIGKILL") == 3)
        #expect(result.end.status == .failed)
        #expect(result.end.reason == .infrastructure)
        #expect(bench.journal.value.last == "remove container-id")
    }

    @Test("kill a container that stays after the runtime's last word, and keep its results")
    func lingering() async throws {
        let bench = try RunnerBench { container in
            try await container.start()
            await container.askModel()
            try await container.handIn()
            await container.finish(0)
        }
        let result = try await bench.run { bench in
            try await bench.clock.waitForSleeper(until: .seconds(10))
            bench.clock.advance(by: .seconds(10))
        }
        #expect(bench.journal.count("signal SIGTERM") == 0)
        #expect(bench.journal.count("signal SIGKILL") == 1)
        #expect(result.end == DispatchEnd(status: .success, reason: .changed, exitCode: 0))
    }

    @Test("wait a little for output after the exit, not for ever")
    func drain() async throws {
        let bench = try RunnerBench { container in
            try await container.start()
            await container.askModel()
            try await container.handIn()
            container.write("last words")
            await container.finish(0)
            // The output stays open, as when a process outside holds the pipe.
            container.end.update { $0 = ContainerExit(code: 0) }
        }
        let result = try await bench.run { bench in
            try await bench.clock.waitForSleeper(until: .seconds(5))
            bench.clock.advance(by: .seconds(5))
        }
        #expect(result.end.status == .success)
        #expect(bench.journal.value.last == "remove container-id")
    }

    @Test("do not turn a cancel into a timeout, or the other way round", arguments: StopCause.allCases)
    func firstCause(first: StopCause) async throws {
        let bench = try RunnerBench(timeoutSeconds: 100) { try await $0.start() }
        let result = try await bench.run { bench in
            try await bench.clock.waitForSleeper(until: .seconds(100))
            if first == .cancel { bench.stop.stop(.cancel) } else { bench.clock.advance(by: .seconds(100)) }
            try await bench.journal.wait(for: "signal SIGTERM")
            if first == .cancel { bench.clock.advance(by: .seconds(30)) } else { bench.stop.stop(.cancel) }
            let start: Duration = first == .cancel ? .zero : .seconds(100)
            if first == .timeout { try await bench.journal.wait(for: "refused stop cancel") }
            try await bench.clock.waitForSleeper(until: start + Self.startGrace)
            bench.clock.advance(by: Self.startGrace)
        }
        #expect(result.end.status == (first == .cancel ? .cancelled : .timeout))
        #expect(bench.journal.count("signal SIGTERM") == 1)
    }
}
