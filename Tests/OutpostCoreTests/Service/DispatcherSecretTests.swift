internal import TestSupport
internal import Testing

@testable internal import OutpostCore

@Suite("Secrets of a dispatch", .timeLimit(.minutes(1)))
struct DispatcherSecretTests {
    @Test("Values that came with a request do not outlive the process, and without them the dispatch fails and says so")
    func lostValues() async throws {
        let bench = DispatcherBench()
        let principal = try await bench.principal()
        let draft = DispatchDraft(agent: "sample", task: "do it", secretValues: ["B_TOKEN": "b", "A_TOKEN": "a"])
        let id = try await bench.dispatcher().submit(draft, by: principal).dispatch.id
        let second = bench.dispatcher()
        let end = try await DispatcherBench.serving(second) {
            try await bench.repository.state(of: id) { $0.status.isTerminal }.end
        }
        #expect(end?.status == .failed)
        #expect(end?.reason == .setup)
        #expect(end?.message?.contains("A_TOKEN, B_TOKEN") == true)
        #expect(end?.message?.contains("restarted") == true)
        #expect(!bench.journal.value.contains("create"), "no container was made")
    }

    @Test("The process that took the request has the values")
    func keptValues() async throws {
        let bench = DispatcherBench()
        let dispatcher = bench.dispatcher()
        let draft = DispatchDraft(agent: "sample", task: "do it", secretValues: ["A_TOKEN": "a"])
        let id = try await dispatcher.submit(draft, by: try await bench.principal()).dispatch.id
        let end = try await DispatcherBench.serving(dispatcher) {
            try await bench.repository.state(of: id) { $0.status.isTerminal }.end
        }
        #expect(end?.status == .success)
    }
}
