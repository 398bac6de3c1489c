internal import Foundation

/// Stays with one container from its start to its end: reads its output, keeps its deadline, stops it when told.
struct Supervisor: Sendable {
    let runner: DispatchRunner
    let session: DispatchSession
    let container: ContainerHandle
    let request: DispatchRequest
    /// When the agent started, where that was under an earlier process.
    var startedAt: Date?

    /// Time that output may still flow after the exit: pipes are drained, a stuck stream is not waited for.
    private static let drainLimit: Duration = .seconds(5)
    /// Time between attempts to kill what does not die, and after the runtime's last word.
    private static let killInterval: Duration = .seconds(10)

    private enum Step: Sendable {
        case outputEnded
        case exited(ExitStatus)
        case stop(StopCause)
        case quiet
    }

    /// Returns when the container ended and its output was read.
    ///
    /// - Throws: what the driver throws when the end cannot be learnt.
    func watch(_ output: ContainerOutputLines, _ stop: StopSignal) async throws -> ExitStatus {
        try await withThrowingTaskGroup(of: Step.self) { group in
            group.addTask { await read(output) }
            group.addTask { .exited(try await runner.driver.wait(container)) }
            group.addTask { await stop.wait().map(Step.stop) ?? .quiet }
            group.addTask { try await deadline() }
            group.addTask { try await setupDeadline() }
            group.addTask { try await killLingering() }
            defer { group.cancelAll() }
            var isOutputOpen = true
            while let step = try await group.next() {
                switch step {
                case .quiet: continue
                case .outputEnded: isOutputOpen = false
                case .stop(let cause):
                    if try await commit(cause) { group.addTask { try await terminate() } }
                case .exited(let exit):
                    guard isOutputOpen else { return exit }
                    group.addTask {
                        try await runner.clock.sleep(for: Self.drainLimit)
                        return .outputEnded
                    }
                    while isOutputOpen, let step = try await group.next() {
                        if case .outputEnded = step { isOutputOpen = false }
                    }
                    return exit
                }
            }
            throw CancellationError()
        }
    }

    /// A line that cannot be kept, or a stream that breaks, costs the log its completeness, not the agent its work.
    private func read(_ output: ContainerOutputLines) async -> Step {
        do {
            for try await line in output {
                do {
                    try await session.line(line)
                } catch {
                    session.update { $0.isLogTruncated = true }
                }
            }
        } catch {
            session.update { $0.isLogTruncated = true }
        }
        return .outputEnded
    }

    /// The cause is durable before any signal; the first one stays.
    ///
    /// Whoever asked may have written it down already.
    private func commit(_ cause: StopCause) async throws -> Bool {
        let (change, state) = try await runner.store.apply(.stopRequested(cause), to: session.id, at: runner.now())
        session.update {
            $0.stopCause = state.stopCause
            $0.stopReason = state.stopReason
        }
        return change != .refused
    }

    private func deadline() async throws -> Step {
        try await session.agentStarted.wait()
        let elapsed = startedAt.map { max(0, runner.now().timeIntervalSince($0)) } ?? 0
        try await runner.clock.sleep(for: .seconds(max(0, Double(request.timeoutSeconds) - elapsed)))
        return .stop(.timeout)
    }

    private func setupDeadline() async throws -> Step {
        try await runner.clock.sleep(for: DispatchRunner.setupLimit)
        return session.snapshot.seen.didStart ? .quiet : .stop(.timeout)
    }

    /// The runtime said its last word, so whatever keeps the container alive has nothing to hand in.
    private func killLingering() async throws -> Step {
        try await session.runtimeFinished.wait()
        try await runner.clock.sleep(for: Self.killInterval)
        try await runner.driver.signal(container, .kill)
        return .quiet
    }

    /// An agent that started gets SIGTERM and the time to hand in; one whose runtime does not begin to, because
    /// somebody froze it, is not waited for.
    ///
    /// Before that there is nothing to hand in, and a SIGTERM right after the container's start may be lost: its first
    /// process has no handler yet.
    private func terminate() async throws -> Step {
        if session.snapshot.seen.didStart {
            try await runner.driver.signal(container, .terminate)
            try await runner.clock.sleep(for: DispatchRunner.agentGrace + DispatchRunner.collectStartGrace)
            if session.snapshot.isCollecting {
                try await runner.clock.sleep(for: DispatchRunner.collectGrace - DispatchRunner.collectStartGrace)
            }
        }
        for _ in 0..<3 {
            try await runner.driver.signal(container, .kill)
            try await runner.clock.sleep(for: Self.killInterval)
        }
        throw ContainerError.unavailable("the container does not end, even when killed")
    }
}
