internal import Synchronization
internal import TestSupport
internal import Testing

@testable internal import OutpostCore

@Suite("A runner's account of what it saw", .timeLimit(.minutes(10)))
struct RunnerVerdictTests {
    @Test("has the stage that failed, in the runtime's words")
    func setup() async throws {
        let bench = try RunnerBench { container in
            await container.door.jobFetched()
            await container.finish(82, stage: "clone", message: "repository not found")
            container.exit(82)
        }
        let result = try await bench.run()
        #expect(
            result.end
                == DispatchEnd(status: .failed, reason: .repository, exitCode: 82, message: "repository not found")
        )
        #expect(bench.phases == [.container, .workspace])
    }

    @Test("has the provider's failure although the agent ended well")
    func provider() async throws {
        let bench = try RunnerBench(changes: .none) { container in
            try await container.start()
            await container.askModel(401, failure: "invalid x-api-key")
            try await container.handIn()
            await container.finish(0)
            container.exit(0)
        }
        let result = try await bench.run()
        #expect(result.end.reason == .provider)
        #expect(result.end.message == "the provider answered 401: invalid x-api-key")
        #expect(bench.progress.value.contains { if case .modelFailure = $0 { true } else { false } })
        #expect(bench.archive.kept.withLock { $0.summary?.modelRequests } == 1)
    }

    @Test("repeats no secret: neither the provider's words nor the agent's")
    func redacted() async throws {
        let bench = try RunnerBench(changes: .none) { container in
            try await container.start()
            container.write("my token is npm-secret!")
            await container.askModel(401, failure: "invalid key real-key for you")
            try await container.handIn()
            await container.finish(0)
            container.exit(0)
        }
        let result = try await bench.run()
        #expect(result.end.message == "the provider answered 401: invalid key [redacted:SAMPLE_KEY] for you")
        #expect(bench.archive.kept.withLock { $0.lines.map(\.text) } == ["my token is [redacted:NPM_TOKEN]!"])
        let seen = bench.progress.value.map { "\($0)" }.joined()
        #expect(!seen.contains("npm-secret") && !seen.contains("real-key"))
        #expect(bench.archive.kept.withLock { $0.summary?.message } == result.end.message)
    }

    @Test(
        "says that the agent's commits hold a secret, or could not be looked through",
        arguments: [
            (CommitSearch.found(["NPM_TOKEN"]), "commits.bundle contains a secret (NPM_TOKEN)"),
            (.impossible("too large"), "commits.bundle could not be looked through for secrets (too large)"),
        ]
    )
    func commits(search: CommitSearch, warning: String) async throws {
        let bench = try RunnerBench(changes: .committed)
        bench.archive.kept.withLock { $0.commits = search }
        let result = try await bench.run()
        #expect(result.end.flags == [.containsSecret])
        #expect(result.warnings.count == 1 && result.warnings.first?.hasPrefix(warning) == true)
        #expect(bench.archive.kept.withLock { $0.summary?.warnings } == result.warnings)
    }

    @Test("says nothing of commits without secrets")
    func cleanCommits() async throws {
        let bench = try RunnerBench(changes: .committed)
        bench.archive.kept.withLock { $0.commits = .found([]) }
        let result = try await bench.run()
        #expect(result.end.flags == [] && result.warnings == [])
    }

    @Test("tells no changes, nothing done, and an agent without a model apart")
    func nothing() async throws {
        let idle: ScriptedEngine.Script = { container in
            try await container.start()
            try await container.handIn()
            await container.finish(0)
            container.exit(0)
        }
        #expect(try await RunnerBench(changes: .none, script: idle).run().end.reason == .ranNothing)
        #expect(try await RunnerBench(changes: .none).run().end.reason == .noChanges)
        let modelless = try RunnerBench(manifest: Samples.modelless, changes: .none, script: idle)
        #expect(try await modelless.run().end.reason == .noChanges)
        #expect(modelless.engine.door.withLock { $0?.model } == nil)
    }

    @Test(
        "knows memory that ran out from a plain kill",
        arguments: [(true, DispatchReason.outOfMemory), (false, .killed)]
    )
    func memory(isOutOfMemory: Bool, reason: DispatchReason) async throws {
        let bench = try RunnerBench { container in
            try await container.start()
            container.exit(137, outOfMemory: isOutOfMemory)
        }
        let result = try await bench.run()
        #expect(result.end.reason == reason)
        #expect(result.end.exitCode == 137)
        #expect(result.end.flags == [.artifactsPartial])
    }

    @Test("puts into the door what the container may have, and no real key into the job")
    func door() async throws {
        let bench = try RunnerBench()
        _ = try await bench.run()
        let door = try #require(bench.engine.door.withLock { $0 })
        #expect(door.listener == .unixSocket(path: "/door/door.sock"))
        #expect(door.model?.credential == "real-key")
        #expect(door.repository == .local(path: "/repo.git"))
        #expect(door.egress == EgressAccess([EgressRule(host: "packages.test", port: 443)]))
        #expect(door.job.secrets == ["NPM_TOKEN": "npm-secret"])
        #expect(door.job.settings[.workspace] == "clone")
        #expect(door.job.settings[.grace] == "10")
        let environment = door.job.environment
        #expect(environment["OUTPOST_MODEL"] == "large-1")
        #expect(environment["OUTPOST_MODEL_URL"] == "http://127.0.0.1:3128/model")
        #expect(environment["OUTPOST_MODEL_TOKEN"] == door.token.value)
        #expect(environment["HTTPS_PROXY"] == "http://outpost:\(door.token.value)@127.0.0.1:3128")
        #expect(environment["QUIET"] == "1")
        #expect(!String(decoding: door.job.archive(), as: UTF8.self).contains("real-key"))
        let spec = try #require(bench.engine.spec.withLock { $0 })
        for secret in ["real-key", "npm-secret", door.token.value, "do it"] { #expect(!"\(spec)".contains(secret)) }
    }

    @Test("gives an agent without egress no proxy, and one without a model no model")
    func bareDoor() async throws {
        let bench = try RunnerBench(manifest: Samples.modelless)
        _ = try await bench.run()
        let door = try #require(bench.engine.door.withLock { $0 })
        #expect(door.egress.isClosed)
        #expect(Set(door.job.environment.keys) == ["OUTPOST_DISPATCH_ID", "OUTPOST_DOOR_TOKEN"])
    }
}
