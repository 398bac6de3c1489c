internal import DockerEngine
internal import Foundation
internal import OutpostCore
internal import Testing

@Suite("The engine's contract: images", .whereEngineIsExpected, .liveEngine, .timeLimit(.minutes(10)))
struct EngineImageTests {
    let engine = LiveEngine.current

    private func build(_ dockerfile: String, on engine: LiveEngine) async throws -> [BuildEvent] {
        var context = TarWriter()
        context.add("Dockerfile", contents: Array(dockerfile.utf8))
        var options = ImageBuildOptions()
        options.labels = engine.labels
        options.networkMode = "none"
        options.buildArguments = ["WORD": "hello"]
        var events: [BuildEvent] = []
        let stream = try await engine.client.buildImage(options, context: .bytes(context.finish()))
        for try await event in stream { events.append(event) }
        return events
    }

    @Test("A build tells its steps and output, and ends with the id of the image")
    func build() async throws {
        let engine = try #require(engine)
        let events = try await build("FROM \(engine.image)\nARG WORD\nRUN echo said $WORD\n", on: engine)
        guard case .built(let id) = events.last else {
            Issue.record("the last event is \(String(describing: events.last))")
            return
        }
        // Each of the two labels is a step of its own; Podman makes one of both.
        let steps = engine.info.isPodman ? 4 : 5
        #expect(events.first == .step(current: 1, total: steps, text: "FROM \(engine.image)"))
        #expect(events.contains(.output("said hello\n")))
        let image = try await engine.client.inspectImage(id)
        #expect(image.id == id)
        #expect(image.labels["outpost.test"] == "1")
        #expect(try await engine.client.removeImage(id, force: true) == .removed)
    }

    @Test("A step that fails inside the 200 is an error with its exit status")
    func failedBuild() async throws {
        let engine = try #require(engine)
        await #expect {
            _ = try await build("FROM \(engine.image)\nRUN exit 9\n", on: engine)
        } throws: { error in
            guard case DockerError.stream(let message) = error else { return false }
            return message.contains("non-zero code: 9") || message.contains("exit status 9")
        }
    }

    @Test("A Dockerfile that cannot be read is invalid")
    func unreadableDockerfile() async throws {
        let engine = try #require(engine)
        await #expect {
            _ = try await build("FORM x\n", on: engine)
        } throws: { error in
            switch error {
            case DockerError.invalid(let message): return message.contains("FORM")
            // Podman begins its answer before it reads the file.
            case DockerError.stream(let message): return engine.info.isPodman && message.contains("FROM")
            default: return false
            }
        }
    }

    @Test("A load of garbage is an error although its status may be 200")
    func garbage() async throws {
        let engine = try #require(engine)
        await #expect {
            try await engine.client.loadImages(.bytes([UInt8](repeating: 7, count: 4096)))
        } throws: { error in
            switch error {
            case DockerError.stream: return true
            case DockerError.server(let status, _): return engine.info.isPodman && status == 500
            default: return false
            }
        }
    }

    @Test("What was saved can be loaded again, streamed both ways")
    func saveAndLoad() async throws {
        let engine = try #require(engine)
        let client = engine.client
        let tag = LiveEngine.unique("copy")
        let name = "outpost-test/busybox:\(tag)"
        try await client.tagImage(engine.image, repository: "outpost-test/busybox", tag: tag)
        let archive = try await client.saveImages([name])
        var chunks: [[UInt8]] = []
        for try await chunk in archive { chunks.append(chunk) }
        #expect(try await client.removeImage(name) == .removed)
        #expect(try await client.removeImage(name) == .alreadyGone)
        let (stream, continuation) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
        for chunk in chunks { continuation.yield(chunk) }
        continuation.finish()
        #expect(try await client.loadImages(.stream(length: nil, stream)) == [name])
        #expect(try await client.inspectImage(name).id == client.inspectImage(engine.image).id)
        #expect(try await client.listImages(labels: [engine.label]).contains { $0.repoTags.contains(name) })
        try await client.removeImage(name)
    }

    @Test("A prune removes unnamed images of the label and nothing else")
    func prune() async throws {
        let engine = try #require(engine)
        let mark = LiveEngine.unique("mark")
        let events = try await build("FROM \(engine.image)\nLABEL outpost.test.mark=\(mark)\n", on: engine)
        guard case .built(let id) = events.last else {
            Issue.record("no image was built")
            return
        }
        #expect(try await pruned(["outpost.test.mark=\(mark)"], on: engine.client).contains(id))
        #expect(try await engine.client.inspectImage(engine.image).repoTags.contains(engine.image))
    }

    /// Prunes as soon as the engine, which does one prune at a time for everybody, has finished any other.
    private func pruned(_ labels: [String], on client: DockerClient) async throws -> [String] {
        while true {
            do {
                return try await client.pruneImages(labels: labels).removed
            } catch {
                guard case .conflict = error else { throw error }
            }
        }
    }
}
