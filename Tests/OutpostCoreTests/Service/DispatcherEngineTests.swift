internal import Foundation
internal import Synchronization
internal import TestSupport
internal import Testing

@testable internal import OutpostCore

@Suite("Another engine in the place of ours", .timeLimit(.minutes(10)))
struct DispatcherEngineTests {
    private static let one = EngineIdentity(id: "one", rootDirectory: "/one")
    private static let others = [
        EngineIdentity(id: "two", rootDirectory: "/one"), EngineIdentity(id: "one", rootDirectory: "/two"),
    ]
    private static let name = "outpost-instance-one"

    /// A dispatch whose agent was started on the known engine.
    private func started(_ bench: DispatcherBench) async throws -> Dispatch {
        let dispatch = try Samples.dispatch(timeoutSeconds: 600)
        try await bench.repository.insert(dispatch)
        let events: [DispatchEvent] = [
            .provisioning(containerName: Self.name), .containerCreated(id: "id"), .started(boot: "boot", at: bench.now),
        ]
        for event in events { _ = try await bench.repository.apply(event, to: dispatch.id, at: bench.now) }
        return dispatch
    }

    private func snapshot(of dispatch: Dispatch) -> ContainerSnapshot {
        ContainerSnapshot(
            handle: ContainerHandle(id: "id", name: Self.name),
            dispatch: dispatch.id,
            isRunning: true,
            createdAt: Samples.epoch,
            image: AgentImage(reference: "outpost/sample:1", harness: nil)
        )
    }

    private func know(_ engine: EngineIdentity, _ bench: DispatcherBench) async throws {
        let entry = AuditEntry(at: bench.now, tenant: "t", actor: "test", action: "before", resource: "")
        try await bench.engines.setEngine(engine, audit: entry)
    }

    /// Lets the dispatcher look at the engine so many times more, the first one included.
    private func looks(_ bench: DispatcherBench, _ pulses: ClosedRange<Int>) async throws {
        for number in pulses {
            try await bench.clock.waitForSleeper(until: .seconds(5 * number))
            let before = try await bench.engine.asked.wait { $0 > 0 }
            bench.advance(by: 5)
            bench.clock.advance(by: .seconds(5))
            try await bench.engine.asked.wait { $0 > before }
        }
    }

    @Test("concludes and starts nothing, and is told of; when ours is back, all goes on", arguments: others)
    func foreign(other: EngineIdentity) async throws {
        let bench = DispatcherBench { container in
            try await container.handIn()
            await container.finish(0)
            container.exit(0)
        }
        try await know(Self.one, bench)
        let dispatch = try await started(bench)
        bench.engine.engineIdentity.withLock { $0 = other }
        let waiting = try await pending(bench)
        let dispatcher = bench.dispatcher()
        try await DispatcherBench.serving(dispatcher) {
            // The third one is there when the second has done all that it does.
            try await looks(bench, 1...3)
            #expect(await dispatcher.foreignEngine == ForeignEngine(expected: Self.one, found: other))
            #expect(try await dispatcher.fleet().alerts.contains { $0.contains("outpost engine accept") })
            #expect(try await bench.repository.dispatch(dispatch.id)?.state.status == .running)
            #expect(try await bench.repository.dispatch(waiting)?.state.status == .pending)
            #expect(bench.journal.count("create") == 0)
            bench.engine.containers.withLock { $0 = [snapshot(of: dispatch)] }
            bench.engine.engineIdentity.withLock { $0 = Self.one }
            try await looks(bench, 4...4)
            let state = try await bench.repository.state(of: dispatch.id) { $0.status.isTerminal }
            #expect(state.end?.status == .success)
            #expect(await dispatcher.foreignEngine == nil)
        }
        #expect(bench.engines.takings == ["test before "])
    }

    @Test("is taken when the operator says so: what ran on the other one has vanished")
    func accepted() async throws {
        let bench = DispatcherBench()
        try await know(Self.one, bench)
        let dispatch = try await started(bench)
        bench.engine.engineIdentity.withLock { $0 = Self.others[0] }
        let dispatcher = bench.dispatcher()
        try await DispatcherBench.serving(dispatcher) {
            try await looks(bench, 1...2)
            #expect(try await bench.repository.dispatch(dispatch.id)?.state.status == .running)
            let parts = await dispatcher.parts
            let watch = try #require(parts.engineWatch)
            #expect(try await watch.accept(by: "operator").previous == Self.one)
            try await looks(bench, 3...3)
            let state = try await bench.repository.state(of: dispatch.id) { $0.status.isTerminal }
            #expect(state.end?.reason == .vanished)
        }
        #expect(bench.engines.takings == ["test before ", "operator engine.accept two (/one)"])
    }

    @Test("is taken at once where nothing is on the known one, and so is the first; what waits starts on it")
    func nothingAtStake() async throws {
        for known in [nil, Self.one] {
            let bench = DispatcherBench()
            if let known { try await know(known, bench) }
            bench.engine.engineIdentity.withLock { $0 = Self.others[0] }
            let waiting = try await pending(bench)
            let dispatcher = bench.dispatcher()
            let state = try await DispatcherBench.serving(dispatcher) {
                try await bench.repository.state(of: waiting) { $0.status.isTerminal }
            }
            #expect(state.end?.status == .success)
            #expect(bench.engines.takings.last == "scheduler engine.accept two (/one)")
        }
    }

    @Test("is not taken while a workspace is kept, and no workspace is forgotten for what it does not have")
    func workspaces() async throws {
        let workspace = Workspace(
            id: WorkspaceID(UUID()),
            key: WorkspaceKey(tenant: "tenant", repository: nil),
            createdAt: Samples.epoch,
            lastUsedAt: Samples.epoch,
            expiresAt: Samples.epoch,
            isDeleting: true
        )
        let kept = KeptWorkspaces(kept: [workspace])
        let bench = DispatcherBench(workspaces: kept)
        try await know(Self.one, bench)
        bench.engine.engineIdentity.withLock { $0 = Self.others[0] }
        let dispatcher = bench.dispatcher()
        try await DispatcherBench.serving(dispatcher) {
            try await looks(bench, 1...2)
            #expect(await dispatcher.foreignEngine != nil)
            #expect(kept.steps.value.isEmpty)
            bench.engine.engineIdentity.withLock { $0 = Self.one }
            // Workspaces are looked after once a minute.
            bench.advance(by: 60)
            try await looks(bench, 3...3)
            #expect(try await kept.steps.wait { $0.count == 2 } == ["remove", "forget"])
        }
        #expect(bench.engines.takings == ["test before "])
    }

    @Test("gets nothing that was admitted before it came")
    func admittedBefore() async throws {
        let bench = DispatcherBench(images: ScriptedImages(isReady: false))
        let waiting = try await pending(bench)
        let dispatcher = bench.dispatcher()
        try await DispatcherBench.serving(dispatcher) {
            try await bench.images.isAsked.pass()
            bench.engine.engineIdentity.withLock { $0 = Self.others[0] }
            bench.images.gate.open()
            // It waits again; with nothing left on the known engine, it then starts on this one.
            let state = try await bench.repository.state(of: waiting) { $0.status.isTerminal }
            #expect(state.end?.status == .success)
        }
        #expect(
            bench.engines.takings == ["scheduler engine.accept one (/one)", "scheduler engine.accept two (/one)"]
        )
    }

    @Test("that comes while a container is waited for ends no dispatch, though it has no such container")
    func whileRunning() async throws {
        let bench = DispatcherBench()
        bench.engine.successor.withLock { $0 = Self.others[0] }
        let id = try await pending(bench)
        let dispatcher = bench.dispatcher()
        try await DispatcherBench.serving(dispatcher) {
            try await bench.engine.asked.wait { $0 >= 4 }
            try await looks(bench, 1...2)
            #expect(await dispatcher.foreignEngine != nil)
            #expect(try await bench.repository.dispatch(id)?.state.status.isTerminal == false)
        }
    }

    @Test("is not meant by a list that leaves a container out: what the engine knows by name is not given up")
    func unlisted() async throws {
        let bench = DispatcherBench { container in
            try await container.handIn()
            await container.finish(0)
            container.exit(0)
        }
        try await know(Self.one, bench)
        let dispatch = try await started(bench)
        bench.engine.unlisted.withLock { $0 = [Self.name] }
        let dispatcher = bench.dispatcher()
        try await DispatcherBench.serving(dispatcher) {
            try await looks(bench, 1...2)
            #expect(try await bench.repository.dispatch(dispatch.id)?.state.status == .running)
            bench.engine.containers.withLock { $0 = [snapshot(of: dispatch)] }
            try await looks(bench, 3...3)
            let state = try await bench.repository.state(of: dispatch.id) { $0.status.isTerminal }
            #expect(state.end?.status == .success)
        }
    }

    private func pending(_ bench: DispatcherBench) async throws -> DispatchID {
        let sample = try Samples.dispatch()
        let id = try Samples.id("01ARZ3NDEKTSV4RRFFQ69G5FAW")
        let dispatch = Dispatch(id: id, tenant: sample.tenant, request: sample.request, createdAt: sample.createdAt)
        try await bench.repository.insert(dispatch)
        // Only an active tenant's turn comes.
        try await bench.identities.insert(
            Tenant(id: sample.tenant, name: sample.tenant, tier: .pro, createdAt: Samples.epoch)
        )
        return id
    }
}
