internal import Testing

@testable internal import OutpostCore

@Suite("Cancelling a dispatch", .timeLimit(.minutes(1)))
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
}
