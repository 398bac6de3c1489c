internal import Synchronization
internal import TestSupport
internal import Testing

@testable internal import OutpostCore

@Suite("Secrets of a dispatch", .timeLimit(.minutes(10)))
struct DispatcherSecretTests {
    private let draft = DispatchDraft(
        agent: "sample",
        task: "do it",
        secretValues: ["B_TOKEN": "value-of-b", "A_TOKEN": "value-of-a"]
    )

    private func submitted(_ bench: DispatcherBench, by dispatcher: Dispatcher) async throws -> DispatchID {
        try await dispatcher.submit(draft, by: try await bench.principal()).dispatch.id
    }

    private func ended(
        _ id: DispatchID,
        _ bench: DispatcherBench,
        by dispatcher: Dispatcher
    ) async throws -> DispatchEnd? {
        try await DispatcherBench.serving(dispatcher) {
            try await bench.repository.state(of: id) { $0.status.isTerminal }.end
        }
    }

    @Test("Values that came with a request are there for a later process, and gone with the end of its dispatch")
    func keptValues() async throws {
        let bench = DispatcherBench()
        let id = try await submitted(bench, by: bench.dispatcher())
        #expect(bench.repository.sealed.value[id] != nil)
        #expect(try await ended(id, bench, by: bench.dispatcher())?.status == .success)
        let door = try #require(bench.engine.door.withLock { $0 })
        #expect(door.job.secrets == draft.secretValues)
        #expect(bench.repository.sealed.value.isEmpty)
    }

    @Test(
        "Values are sealed once more where the key that sealed them was replaced, and a request is refused after that"
    )
    func rekeyed() async throws {
        let bench = DispatcherBench()
        bench.repository.oldestKey.update { $0 = 2 }
        let dispatcher = bench.dispatcher()
        let principal = try await bench.principal()
        let id = try await dispatcher.submit(draft, by: principal).dispatch.id
        #expect(bench.repository.sealed.value.mapValues(\.tenantKey) == [id: 2])
        bench.repository.oldestKey.update { $0 = 5 }
        await #expect(throws: SecretError.self) { try await dispatcher.submit(draft, by: principal) }
        #expect(try await bench.repository.unfinished().map(\.id) == [id])
    }

    @Test("Without the values that came with its request a dispatch fails and says so")
    func lostValues() async throws {
        let bench = DispatcherBench()
        let id = try await submitted(bench, by: bench.dispatcher())
        bench.repository.sealed.update { $0[id] = nil }
        let end = try await ended(id, bench, by: bench.dispatcher())
        #expect(end?.status == .failed)
        #expect(end?.reason == .setup)
        #expect(end?.message?.contains("A_TOKEN, B_TOKEN") == true)
        #expect(end?.message?.contains("send the request again") == true)
        #expect(!bench.journal.value.contains("create"), "no container was made")
    }
}
