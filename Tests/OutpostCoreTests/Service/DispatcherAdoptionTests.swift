internal import Foundation
internal import Synchronization
internal import TestSupport
internal import Testing

@testable internal import OutpostCore

@Suite("What ran under an earlier process", .timeLimit(.minutes(10)))
struct DispatcherAdoptionTests {
    private static let name = "outpost-instance-one"

    /// A store of secrets that fails until it is mended.
    private final class BrokenSecrets: SecretSource {
        struct Broken: Error {}

        let value = Mutex<Result<String?, any Error>>(.failure(Broken()))

        func secret(_ name: String, tenant: String) async throws -> String? { try value.withLock { $0 }.get() }
    }

    /// A dispatch whose agent was started a minute ago, and whose container is there.
    private func started(
        _ bench: DispatcherBench,
        timeoutSeconds: Int = 600,
        secretValues: [String: String] = [:]
    ) async throws -> DispatchID {
        var options = DispatchOptions()
        options.valueSecretNames = secretValues.isEmpty ? nil : secretValues.keys.sorted()
        let request = try DispatchRequest(
            agent: Samples.manifest,
            task: "do it",
            timeoutSeconds: timeoutSeconds,
            options: options
        )
        let dispatch = Dispatch(id: try Samples.id(), tenant: "local", request: request, createdAt: Samples.epoch)
        try await bench.repository.insert(dispatch)
        let secrets = MemoryRequestSecrets(repository: bench.repository)
        let sealed = try await secrets.seal(secretValues, for: dispatch.id, tenant: dispatch.tenant)
        bench.repository.sealed.update { $0[dispatch.id] = sealed }
        let events: [DispatchEvent] = [
            .provisioning(containerName: Self.name), .containerCreated(id: "id"),
            .started(boot: "boot", at: bench.now - 60),
        ]
        for event in events { _ = try await bench.repository.apply(event, to: dispatch.id, at: bench.now) }
        let container = ContainerSnapshot(
            handle: ContainerHandle(id: "id", name: Self.name),
            dispatch: dispatch.id,
            isRunning: true,
            createdAt: bench.now - 60,
            image: AgentImage(reference: "outpost/sample:1", harness: nil)
        )
        bench.engine.containers.withLock { $0 = [container] }
        return dispatch.id
    }

    /// Lets the dispatcher look at the engine again.
    private func pulse(_ bench: DispatcherBench, _ count: Int) async throws {
        try await bench.clock.waitForSleeper(until: .seconds(5 * count))
        bench.advance(by: 5)
        bench.clock.advance(by: .seconds(5))
    }

    @Test("is adopted, and its end is what its container leaves")
    func adopted() async throws {
        let bench = DispatcherBench { container in
            await container.askModel()
            try await container.handIn()
            await container.finish(0)
            container.exit(0)
        }
        let id = try await started(bench)
        let dispatcher = bench.dispatcher()
        let end = try await DispatcherBench.serving(dispatcher) {
            try await bench.repository.state(of: id) { $0.status.isTerminal }.end
        }
        #expect(end?.status == .success)
        #expect(bench.journal.count("create") == 0 && bench.journal.count("start") == 0)
    }

    @Test("is not given up for a failure that passes")
    func passingFailure() async throws {
        let secrets = BrokenSecrets()
        let bench = DispatcherBench(source: secrets) { container in
            try await container.handIn()
            await container.finish(0)
            container.exit(0)
        }
        let id = try await started(bench)
        let dispatcher = bench.dispatcher()
        let end = try await DispatcherBench.serving(dispatcher) {
            try await pulse(bench, 1)
            #expect(bench.journal.count("remove id") == 0)
            secrets.value.withLock { $0 = .success("real-key") }
            try await pulse(bench, 2)
            return try await bench.repository.state(of: id) { $0.status.isTerminal }.end
        }
        #expect(end?.status == .success)
    }

    @Test("is not adopted without the secrets that came with its request while the database cannot be read")
    func heldDatabase() async throws {
        let bench = DispatcherBench { container in
            try await container.handIn()
            await container.finish(0)
            container.exit(0)
        }
        let id = try await started(bench, secretValues: ["TOKEN": "value-of-token"])
        bench.repository.readFailure.update { $0 = .locked }
        let dispatcher = bench.dispatcher()
        let end = try await DispatcherBench.serving(dispatcher) {
            try await bench.repository.reads.wait { $0 > 0 }
            try await pulse(bench, 1)
            #expect(try await bench.repository.dispatch(id)?.state.end == nil)
            bench.repository.readFailure.update { $0 = nil }
            for count in 2...3 { try await pulse(bench, count) }
            return try await bench.repository.state(of: id) { $0.status.isTerminal }.end
        }
        #expect(end?.status == .success)
        #expect(end?.flags.contains(.redactionPartial) == false)
        #expect(bench.journal.count("remove id") > 0)
    }

    @Test(
        "ends where nothing can be done for it: without its provider's key, or when it is overdue",
        arguments: [true, false]
    )
    func givenUp(isKeyGone: Bool) async throws {
        let secrets = BrokenSecrets()
        if isKeyGone { secrets.value.withLock { $0 = .success(nil) } }
        let bench = DispatcherBench(source: secrets)
        let id = try await started(bench, timeoutSeconds: 30)
        if !isKeyGone { bench.advance(by: 100) }
        let dispatcher = bench.dispatcher()
        let end = try await DispatcherBench.serving(dispatcher) {
            try await bench.repository.state(of: id) { $0.status.isTerminal }.end
        }
        #expect(end?.status == .failed)
        #expect(end?.reason == (isKeyGone ? .setup : .infrastructure))
        #expect(end?.flags == [.artifactsPartial])
        #expect(bench.journal.count("remove id") == 1)
    }

    @Test("and cannot be removed holds up nobody else")
    func irremovable() async throws {
        let bench = DispatcherBench(faults: ["remove": ContainerError.refused("device or resource busy")])
        bench.engine.containers.withLock {
            $0 = [
                ContainerSnapshot(
                    handle: ContainerHandle(id: "stray", name: "outpost-instance-stray"),
                    dispatch: nil,
                    isRunning: true,
                    createdAt: bench.now - 600,
                    image: AgentImage(reference: "outpost/sample:1", harness: nil)
                )
            ]
        }
        let (dispatcher, principal) = (bench.dispatcher(), try await bench.principal())
        let end = try await DispatcherBench.serving(dispatcher) {
            let id = try await dispatcher.submit(DispatchDraft(agent: "sample", task: "do it"), by: principal).dispatch
                .id
            return try await bench.repository.state(of: id) { $0.status.isTerminal }.end
        }
        #expect(end?.status == .success)
    }

    @Test("in a container that had been made ahead goes on at that container's door")
    func claimed() async throws {
        let bench = DispatcherBench()
        let warm = try #require(WarmID("01JZZZZZZZZZZZZZZZZZZZZZZZ"))
        let name = warm.containerName(instance: InstanceID("instance"))
        let dispatch = try Samples.dispatch()
        try await bench.repository.insert(dispatch)
        _ = try await bench.repository.apply(.claimed(containerName: name, id: "id"), to: dispatch.id, at: bench.now)
        let container = ContainerSnapshot(
            handle: ContainerHandle(id: "id", name: name),
            dispatch: nil,
            isRunning: true,
            createdAt: bench.now,
            image: AgentImage(reference: "outpost/sample:1", harness: nil),
            warm: warm
        )
        bench.engine.containers.withLock { $0 = [container] }
        let dispatcher = bench.dispatcher()
        let state = try await DispatcherBench.serving(dispatcher) {
            try await bench.repository.state(of: dispatch.id) { $0.status.isTerminal }
        }
        #expect(state.end?.status == .success)
        #expect(bench.journal.count("create") == 0 && bench.journal.count("start") == 0)
        #expect(bench.engine.door.withLock { $0?.listener } == .unixSocket(path: "/doors/\(warm)/door.sock"))
        #expect(bench.engine.keptDoors.withLock { $0.contains(warm.text) })
    }
}
