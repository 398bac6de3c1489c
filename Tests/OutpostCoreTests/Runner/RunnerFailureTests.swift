internal import Synchronization
internal import TestSupport
internal import Testing

@testable internal import OutpostCore

@Suite("A runner's failures", .timeLimit(.minutes(10)))
struct RunnerFailureTests {
    private static let driverErrors: [(ContainerError, DispatchReason)] = [
        (.imageMissing("no such image"), .image), (.unavailable("gone"), .infrastructure),
        (.vanished("gone"), .vanished),
        (.nameTaken("taken"), .start), (.notAsAsked("Privileged"), .start), (.refused("no"), .start),
    ]

    @Test(
        "have the reason that the driver's error means, and leave no container",
        arguments: driverErrors,
        ["create", "attach", "start"]
    )
    func driver(example: (ContainerError, DispatchReason), step: String) async throws {
        let (error, reason) = example
        let bench = try RunnerBench(faults: [step: error])
        let result = try await bench.run()
        #expect(result.end.status == .failed)
        #expect(result.end.reason == reason)
        #expect(result.end.message?.isEmpty == false)
        #expect(result.end.flags == [])
        let handle = step == "create" ? RunnerBench.name : "container-id"
        #expect(bench.journal.has(inOrder: ["commit provisioning", "door closed", "seal", "remove \(handle)"]))
        #expect(bench.journal.value.last == "remove \(handle)")
        #expect(result.manifest != nil)
    }

    @Test("of a wait end the dispatch with its reason, and remove the container", arguments: driverErrors)
    func wait(error: ContainerError, reason: DispatchReason) async throws {
        let bench = try RunnerBench(faults: ["wait": error]) { _ in }
        let result = try await bench.run()
        #expect(result.end.reason == reason)
        #expect(bench.journal.value.last == "remove container-id")
    }

    @Test("of the archive come before anything is made")
    func prepare() async throws {
        let bench = try RunnerBench(faults: ["prepare": Planned("no space left")])
        let result = try await bench.run()
        #expect(bench.journal.value == ["commit end failed artifacts"])
        #expect(result.end.reason == .artifacts)
        #expect(result.end.message == "the results cannot be written: no space left")
        #expect(result.end.flags == [.artifactsPartial])
        #expect(result.manifest == nil)
        #expect(result.dispatch.state.status == .failed)
    }

    @Test("of the door leave nothing in the engine but a name to look for")
    func door() async throws {
        let bench = try RunnerBench(faults: ["door": Planned("address in use")])
        let result = try await bench.run()
        #expect(result.end.reason == .infrastructure)
        #expect(result.end.message == "address in use")
        #expect(bench.journal.count("create") == 0)
    }

    @Test("of the results make a success none", arguments: [("receive", "they"), ("seal", "could not be written")])
    func results(step: String, words: String) async throws {
        let bench = try RunnerBench(faults: [step: Planned("they are broken")]) { container in
            try await container.start()
            await container.askModel()
            try? await container.handIn()
            await container.finish(0)
            container.exit(0)
        }
        let result = try await bench.run()
        #expect(result.end.status == .failed)
        #expect(result.end.reason == .artifacts)
        #expect(result.end.exitCode == 0)
        #expect(result.end.flags == [.artifactsPartial])
        #expect(result.end.message?.contains(words) == true)
        #expect((result.manifest == nil) == (step == "seal"))
        #expect(bench.journal.value.last == "remove container-id")
    }

    @Test(
        "say in people's words why the results were not taken",
        arguments: [
            (ArtifactRejection.tooLarge(limit: 5), "they are larger than 5 bytes"),
            (.malformed("a sparse file"), "they hold a sparse file"),
        ]
    )
    func rejection(error: ArtifactRejection, words: String) async throws {
        let bench = try RunnerBench(faults: ["receive": error]) { container in
            try await container.start()
            try? await container.handIn()
            await container.finish(0)
            container.exit(0)
        }
        let result = try await bench.run()
        #expect(result.end.message == "the agent's results could not be taken in: " + words)
    }

    @Test("of a second delivery do not undo the first")
    func secondDelivery() async throws {
        let bench = try RunnerBench { container in
            try await container.start()
            await container.askModel()
            try await container.handIn()
            try await container.handIn()
            await container.finish(0)
            container.exit(0)
        }
        #expect(try await bench.run().end.status == .success)
        #expect(bench.journal.count("receive") == 2)
    }

    @Test("of the log cost its completeness only", arguments: ["append", "stream", "limit"])
    func log(cause: String) async throws {
        let faults: Faults = cause == "append" ? ["append": Planned("disk")] : [:]
        let bench = try RunnerBench(faults: faults) { container in
            try await container.start()
            container.write("a line")
            if cause == "stream" { container.closeOutput(Planned("cut")) }
            await container.askModel()
            try await container.handIn()
            await container.finish(0)
            container.exit(0)
        }
        if cause == "limit" { bench.archive.kept.withLock { $0.isTruncated = true } }
        let result = try await bench.run()
        #expect(result.end == DispatchEnd(status: .success, reason: .changed, exitCode: 0, flags: [.logTruncated]))
        #expect(bench.archive.kept.withLock { $0.summary?.flags } == [.logTruncated])
    }

    @Test("to record that results are coming in cost nothing")
    func completing() async throws {
        let bench = try RunnerBench(faults: ["commit completing": Planned("disk")])
        #expect(try await bench.run().end.status == .success)
    }

    @Test("to remove the container do not change the end")
    func remove() async throws {
        let bench = try RunnerBench(faults: ["remove": ContainerError.unavailable("gone")])
        #expect(try await bench.run().end.status == .success)
    }

    @Test("to record the end are thrown, and the container stays for whoever comes next")
    func conclude() async throws {
        let bench = try RunnerBench(faults: ["commit end success changed": Planned("disk")])
        await #expect(throws: Planned.self) { try await bench.run() }
        #expect(!bench.journal.value.contains { $0.hasPrefix("remove") })
    }

    @Test("of a stop that came before the container was made are its cause's", arguments: StopCause.allCases)
    func stoppedBefore(cause: StopCause) async throws {
        let bench = try RunnerBench()
        _ = try await bench.store.apply(.stopRequested(cause), to: bench.plan.dispatch.id, at: Samples.epoch)
        let result = try await bench.run()
        #expect(result.end.status == (cause == .cancel ? .cancelled : .timeout))
        #expect(bench.journal.count("create") == 0)
    }
}
