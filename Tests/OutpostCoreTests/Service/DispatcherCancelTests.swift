internal import TestSupport
internal import Testing

@testable internal import OutpostCore

@Suite("Cancelling a dispatch", .timeLimit(.minutes(10)))
struct DispatcherCancelTests {
    @Test("The reason is the message of the end, of one that waits and of one that runs", arguments: [false, true])
    func reason(isRunning: Bool) async throws {
        let bench = DispatcherBench { container in
            try await container.start()
            try await container.waitForSignal(.terminate)
            try await container.handIn()
            await container.finish(143)
            container.exit(143)
        }
        let dispatcher = bench.dispatcher()
        let principal = try await bench.principal()
        let draft = DispatchDraft(agent: "sample", task: "do it")
        let id = try await dispatcher.submit(draft, by: principal).dispatch.id
        let end =
            if isRunning {
                try await DispatcherBench.serving(dispatcher) {
                    _ = try await bench.repository.state(of: id) { $0.status == .running }
                    _ = try await dispatcher.cancel(id, reason: "wrong branch", by: principal)
                    return try await bench.repository.state(of: id) { $0.status.isTerminal }.end
                }
            } else {
                try await dispatcher.cancel(id, reason: "wrong branch", by: principal).state.end
            }
        #expect(end?.status == .cancelled)
        #expect(end?.message == "wrong branch")
    }

    @Test("Of one that runs the answer tells the end, where that comes at once")
    func prompt() async throws {
        let bench = DispatcherBench { container in
            try await container.start()
            try await container.waitForSignal(.terminate)
            container.exit(143)
        }
        let (dispatcher, id, principal) = try await submitted(bench)
        try await DispatcherBench.serving(dispatcher) {
            _ = try await bench.repository.state(of: id) { $0.status == .running }
            let answer = try await dispatcher.cancel(id, reason: "no", by: principal)
            #expect(answer.state.status == .cancelled)
            #expect(bench.clock.deadlines.allSatisfy { $0 != .seconds(2) }, "nothing waits any more")
        }
    }

    @Test(
        "Of one that takes its time the answer comes after two seconds with its status, and a second cancel is refused"
    )
    func late() async throws {
        let mayEnd = Gate()
        let bench = DispatcherBench { container in
            try await container.start()
            try await mayEnd.pass()
            container.exit(143)
        }
        let (dispatcher, id, principal) = try await submitted(bench)
        try await DispatcherBench.serving(dispatcher) {
            _ = try await bench.repository.state(of: id) { $0.status == .running }
            async let answer = dispatcher.cancel(id, reason: "no", by: principal)
            try await bench.clock.waitForSleeper(until: .seconds(2))
            await #expect(throws: ServiceError.alreadyStopping(.cancel, .running)) {
                try await dispatcher.cancel(id, reason: "again", by: principal)
            }
            bench.clock.advance(by: .seconds(2))
            #expect(try await answer.state.status == .running)
            mayEnd.open()
            let end = try await bench.repository.state(of: id) { $0.status.isTerminal }.end
            #expect(end?.message == "no")
        }
    }

    @Test("One that is being stopped at its timeout is not cancelled")
    func timedOut() async throws {
        let bench = DispatcherBench()
        let (dispatcher, id, principal) = try await submitted(bench)
        for event in [DispatchEvent.provisioning(containerName: "n"), .stopRequested(.timeout)] {
            _ = try await bench.repository.apply(event, to: id, at: bench.now)
        }
        await #expect(throws: ServiceError.alreadyStopping(.timeout, .provisioning)) {
            try await dispatcher.cancel(id, reason: "no", by: principal)
        }
    }

    @Test("A dispatcher that stops takes none any more, and says so")
    func stopping() async throws {
        let bench = DispatcherBench()
        let dispatcher = bench.dispatcher()
        let principal = try await bench.principal()
        #expect(await !dispatcher.isDraining)
        await dispatcher.stop()
        #expect(await dispatcher.isDraining)
        await #expect(throws: ServiceError.stopping) {
            try await dispatcher.submit(DispatchDraft(agent: "sample", task: "do it"), by: principal)
        }
    }

    private func submitted(_ bench: DispatcherBench) async throws -> (Dispatcher, DispatchID, Principal) {
        let (dispatcher, principal) = (bench.dispatcher(), try await bench.principal())
        let draft = DispatchDraft(agent: "sample", task: "do it")
        return (dispatcher, try await dispatcher.submit(draft, by: principal).dispatch.id, principal)
    }
}
