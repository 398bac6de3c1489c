internal import OutpostCore
internal import Synchronization
internal import Testing

@Suite("The runtime that a tenant's dispatches get", .timeLimit(.minutes(10)))
struct DispatcherRuntimeTests {
    @Test("is the one that is said for the tenant when the dispatch starts", arguments: ["runsc", nil])
    func chosen(runtime: String?) async throws {
        let bench = DispatcherBench()
        let principal = try await bench.principal()
        let dispatcher = bench.dispatcher()
        let id = try await dispatcher.submit(DispatchDraft(agent: "sample", task: "do it"), by: principal).dispatch.id
        var tenant = principal.tenant
        tenant.runtime = runtime
        try await bench.identities.update(tenant, audit: [])
        let end = try await DispatcherBench.serving(dispatcher) {
            try await bench.repository.state(of: id) { $0.status.isTerminal }.end
        }
        #expect(end?.status == .success)
        #expect(bench.engine.spec.withLock { $0?.runtime } == runtime)
    }
}
