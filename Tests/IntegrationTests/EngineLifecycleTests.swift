internal import DockerEngine
internal import Foundation
internal import Testing

@Suite("The engine's contract: lifecycle", .whereEngineIsExpected, .liveEngine, .timeLimit(.minutes(10)))
struct EngineLifecycleTests {
    let engine = LiveEngine.current

    @Test("A name is taken once, and the error says so")
    func nameConflict() async throws {
        let engine = try #require(engine)
        let name = LiveEngine.unique("outpost-test")
        let id = try await engine.create("true", name: name)
        await #expect {
            _ = try await engine.create("true", name: name)
        } throws: { error in
            guard case DockerError.conflict(let message) = error else { return false }
            return message.contains(name)
        }
        #expect(try await engine.client.inspectContainer(name).id == id)
        #expect(try await engine.client.removeContainer(name) == .removed)
        #expect(try await engine.client.removeContainer(name) == .alreadyGone)
    }

    @Test("What does not exist is not found")
    func missing() async throws {
        let engine = try #require(engine)
        let isNotFound: (any Error) -> Bool = { error in
            guard case DockerError.notFound = error else { return false }
            return true
        }
        await #expect { _ = try await engine.client.inspectContainer("outpost-none") } throws: { isNotFound($0) }
        await #expect { try await engine.client.startContainer("outpost-none") } throws: { isNotFound($0) }
        await #expect { _ = try await engine.client.attachOutput("outpost-none") } throws: { isNotFound($0) }
        await #expect { _ = try await engine.client.inspectImage("outpost-none/x:1") } throws: { isNotFound($0) }
        await #expect {
            _ = try await engine.create("true") { $0.config.image = "outpost-none/x:1" }
        } throws: { isNotFound($0) }
    }

    @Test("SIGTERM reaches the process through the init; a kill of what does not run is no failure")
    func kill() async throws {
        let engine = try #require(engine)
        let client = engine.client
        let id = try await engine.create("echo ready; exec sleep 600")
        #expect(try await client.killContainer(id) == .notRunning)
        var frames = try await client.attachOutput(id).makeAsyncIterator()
        #expect(try await client.startContainer(id) == .started)
        #expect(try await client.startContainer(id) == .alreadyRunning)
        await #expect {
            try await client.removeContainer(id)
        } throws: { error in
            guard case DockerError.conflict = error else { return false }
            return true
        }
        // A signal before the first process has its handlers is lost on some engines.
        #expect(try await frames.next()?.bytes == Array("ready\n".utf8))
        async let exit = client.waitContainer(id)
        #expect(try await client.killContainer(id, signal: "SIGTERM") == .delivered)
        #expect(try await exit.statusCode == 143)
        #expect(try await client.killContainer(id) == .notRunning)
        #expect(try await client.stopContainer(id, timeout: .seconds(1)) == .alreadyStopped)
        try await client.removeContainer(id)
    }

    @Test("Stop ends a process that ignores SIGTERM after its grace")
    func stop() async throws {
        let engine = try #require(engine)
        let id = try await engine.create("trap '' TERM; echo ready; while :; do sleep 0.1; done")
        let output = try await engine.client.attachOutput(id)
        try await engine.client.startContainer(id)
        var frames = output.makeAsyncIterator()
        #expect(try await frames.next()?.bytes == Array("ready\n".utf8))
        #expect(try await engine.client.stopContainer(id, timeout: .seconds(0)) == .stopped)
        #expect(try await engine.client.inspectContainer(id).state.exitCode == 137)
        try await engine.client.removeContainer(id)
    }

    @Test("A start of an exited container runs it again, so a start must not be repeated blindly")
    func restart() async throws {
        let engine = try #require(engine)
        let id = try await engine.create("exit 3")
        try await engine.client.startContainer(id)
        #expect(try await engine.client.waitContainer(id).statusCode == 3)
        let first = try #require(try await engine.client.inspectContainer(id).state.startedAt)
        #expect(try await engine.client.startContainer(id) == .started)
        _ = try await engine.client.waitContainer(id)
        #expect(try #require(try await engine.client.inspectContainer(id).state.startedAt) > first)
        try await engine.client.removeContainer(id)
    }

    @Test("Without an init, a program that is missing fails the start and leaves its reason in inspect")
    func failedStart() async throws {
        let engine = try #require(engine)
        let id = try await engine.create("") { body in
            body.config.entrypoint = ["/no/such/program"]
            body.hostConfig.usesInit = false
        }
        await #expect(throws: DockerError.self) { try await engine.client.startContainer(id) }
        let state = try await engine.client.inspectContainer(id).state
        #expect(!state.hasExited)
        #expect(state.startedAt == nil)
        #expect(state.error.lowercased().contains("no such file"))
        try await engine.client.removeContainer(id)
    }

    @Test("With an init, a program that is missing is a run that ends with 127, or as Podman's init has it with 1")
    func missingProgramUnderInit() async throws {
        let engine = try #require(engine)
        let result = try await engine.run("") { $0.config.entrypoint = ["/no/such/program"] }
        #expect(result.exitCode == (engine.info.isPodman ? 1 : 127))
        #expect(try #require(result.inspect).state.hasExited)
        #expect(result.errors.contains(engine.info.isPodman ? "No such file or directory" : "/no/such/program"))
    }

    @Test("A list by label has exactly what carries it, running or not")
    func listByLabel() async throws {
        let engine = try #require(engine)
        let mark = LiveEngine.unique("mark")
        var ids: Set<String> = []
        for _ in 0..<3 {
            ids.insert(try await engine.create("true") { $0.config.labels?["outpost.test.mark"] = mark })
        }
        let listed = try await engine.client.listContainers(labels: ["outpost.test.mark=\(mark)", "outpost.test"])
        #expect(Set(listed.map(\.id)) == ids)
        #expect(listed.allSatisfy { $0.status == .created && $0.labels["outpost.test.mark"] == mark })
        #expect(try await engine.client.listContainers(all: false, labels: ["outpost.test.mark=\(mark)"]).isEmpty)
        for id in ids { try await engine.client.removeContainer(id) }
    }

    @Test("A cancelled wait ends at once and leaves the container alone")
    func cancelledWait() async throws {
        let engine = try #require(engine)
        let id = try await engine.create("sleep 600")
        try await engine.client.startContainer(id)
        let result = await withTaskGroup(of: DockerError?.self) { group in
            group.addTask {
                do throws(DockerError) { _ = try await engine.client.waitContainer(id) } catch { return error }
                return nil
            }
            group.cancelAll()
            return await group.next() ?? nil
        }
        #expect(result == .cancelled)
        #expect(try await engine.client.inspectContainer(id).state.status == .running)
        #expect(try await engine.client.removeContainer(id, force: true) == .removed)
    }

    @Test("Limits of a running container can be changed")
    func update() async throws {
        let engine = try #require(engine)
        let id = try await engine.create("sleep 600") { $0.hostConfig.memory = 64 << 20 }
        try await engine.client.startContainer(id)
        try await engine.client.updateContainer(id, ContainerUpdate(memory: 96 << 20, memorySwap: 96 << 20))
        #expect(try await engine.client.inspectContainer(id).hostConfig.memory == 96 << 20)
        try await engine.client.removeContainer(id, force: true)
    }

    @Test("The end of a container is an event with its exit status")
    func events() async throws {
        let engine = try #require(engine)
        let id = try await engine.create("exit 5")
        let filters = ["type": ["container"], "container": [id], "event": ["die"]]
        let events = try await engine.client.events(filters: filters)
        try await engine.client.startContainer(id)
        var iterator = events.makeAsyncIterator()
        let event = try #require(try await iterator.next())
        #expect(event.action == "die")
        #expect(event.actorID == id)
        #expect(event.attributes["exitCode"] == "5")
        #expect(event.timeNano > 1_700_000_000_000_000_000)
        try await engine.client.removeContainer(id, force: true)
    }

    @Test("Networks and volumes are made, found by label and removed")
    func networksAndVolumes() async throws {
        let engine = try #require(engine)
        let client = engine.client
        let name = LiveEngine.unique("outpost-test")
        let network = try await client.createNetwork(
            NetworkCreateBody(name: name, isInternal: true, labels: engine.labels)
        )
        #expect(try await client.inspectNetwork(name).isInternal)
        #expect(try await client.listNetworks(labels: [engine.label]).map(\.id) == [network])
        await #expect {
            _ = try await client.createNetwork(NetworkCreateBody(name: name, labels: engine.labels))
        } throws: { error in
            guard case DockerError.conflict = error else { return false }
            return true
        }
        #expect(try await client.removeNetwork(network) == .removed)
        #expect(try await client.removeNetwork(network) == .alreadyGone)
        try await client.createVolume(VolumeCreateBody(name: name, labels: engine.labels))
        #expect(try await client.inspectVolume(name).driver == "local")
        #expect(try await client.listVolumes(labels: [engine.label]).map(\.name) == [name])
        #expect(try await client.removeVolume(name) == .removed)
        #expect(try await client.removeVolume(name) == .alreadyGone)
    }
}
