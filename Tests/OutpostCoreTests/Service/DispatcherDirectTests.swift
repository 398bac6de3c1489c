internal import Synchronization
internal import TestSupport
internal import Testing

@testable internal import OutpostCore

@Suite("Direct credentials of a dispatch", .timeLimit(.minutes(10)))
struct DispatcherDirectTests {
    private static let manifest = AgentManifest(
        name: "sample",
        summary: "A sample",
        image: "outpost/sample",
        model: Samples.manifest.model,
        direct: DirectAccess(
            secrets: [
                .init(name: "LOGIN_TOKEN", place: .variable("TOOL_TOKEN")),
                .init(name: "LOGIN_FILE", place: .file(".tool/auth.json")),
            ],
            hosts: [EgressRule(host: "model.test", port: 443)]
        )
    )
    private static let file = #"{"mode":"x","tokens":{"refresh":"refresh-token-0123456789"}}"#
    private static let secrets = ["LOGIN_TOKEN": "login-token-value", "LOGIN_FILE": file]

    private func bench(
        _ secrets: [String: String] = secrets,
        allows: Bool = true,
        egress: (any EgressSource)? = nil
    ) -> DispatcherBench {
        DispatcherBench(secrets: secrets, manifest: Self.manifest, allowsDirect: allows, egress: egress)
    }

    /// A policy that a test changes.
    private final class Policy: EgressSource {
        private let policy = Mutex(EgressPolicy())

        var mode: EgressMode? {
            get { policy.withLock { $0.mode } }
            set { policy.withLock { $0.mode = newValue } }
        }

        func access(
            tenant: String,
            manifest: [EgressRule],
            requested: EgressMode?,
            direct: [EgressRule]
        ) async throws -> EgressAccess {
            policy.withLock { policy in
                policy.access(presets: EgressPresets(), manifest: manifest, requested: requested, direct: direct)
            }
        }

        func isClosed(tenant: String) async throws -> Bool { mode == EgressMode.none }
    }

    private func draft(_ options: DispatchOptions = DispatchOptions(credentials: .direct)) -> DispatchDraft {
        DispatchDraft(agent: "sample", task: "do it", options: options)
    }

    @Test("are refused where the operator does not allow them, and where the agent takes none")
    func forbidden() async throws {
        let closed = bench(allows: false)
        let refused = await #expect(throws: InvalidRequest.self) {
            try await closed.dispatcher().submit(draft(), by: try await closed.principal())
        }
        #expect(refused?.description.contains("allow_direct") == true)
        let plain = DispatcherBench(allowsDirect: true)
        await #expect(throws: InvalidRequest.self) {
            try await plain.dispatcher().submit(draft(), by: try await plain.principal())
        }
        #expect(try await closed.repository.unfinished().isEmpty)
    }

    @Test("are refused where the tenant's egress mode is none, also when that is said after the request was taken")
    func closedEgress() async throws {
        let policy = Policy()
        let bench = bench(egress: policy)
        let dispatcher = bench.dispatcher()
        let principal = try await bench.principal()
        let id = try await dispatcher.submit(draft(), by: principal).dispatch.id
        policy.mode = EgressMode.none
        let refused = await #expect(throws: InvalidRequest.self) { try await dispatcher.submit(draft(), by: principal) }
        #expect(refused?.description.contains("egress mode of this tenant is none") == true)
        let end = try await DispatcherBench.serving(dispatcher) {
            try await bench.repository.state(of: id) { $0.status.isTerminal }.end
        }
        #expect(end?.reason == .setup)
        #expect(end?.message?.contains("outpost egress mode policy") == true)
        #expect(!bench.journal.value.contains("create"), "no container was made")
    }

    @Test("need the secrets that the agent takes, and not the provider's key")
    func missing() async throws {
        let bench = bench(["LOGIN_TOKEN": "login-token-value"])
        let missing = InvalidRequest.missingSecrets(
            names: ["LOGIN_FILE"],
            agent: "sample",
            tenant: "tenant",
            required: 2
        )
        await #expect(throws: missing) { try await bench.dispatcher().submit(draft(), by: try await bench.principal()) }
    }

    @Test("go into the job at their places, close the model's route and open the provider's host")
    func delivered() async throws {
        let bench = bench()
        let dispatcher = bench.dispatcher()
        let options = DispatchOptions(egress: EgressMode.none, credentials: .direct)
        let id = try await dispatcher.submit(draft(options), by: try await bench.principal()).dispatch.id
        let end = try await DispatcherBench.serving(dispatcher) {
            try await bench.repository.state(of: id) { $0.status.isTerminal }.end
        }
        #expect(end?.status == .success)
        let door = try #require(bench.engine.door.withLock { $0 })
        #expect(door.model == nil)
        #expect(door.job.secrets == ["TOOL_TOKEN": "login-token-value"])
        #expect(door.job.home == [".tool/auth.json": Self.file])
        #expect(door.job.environment["OUTPOST_CREDENTIALS"] == "direct")
        #expect(door.job.environment["OUTPOST_MODEL"] == "large-1")
        #expect(door.job.environment["OUTPOST_MODEL_URL"] == nil)
        #expect(door.job.environment["OUTPOST_MODEL_TOKEN"] == nil)
        #expect(door.job.settings[.direct] == "LOGIN_TOKEN, LOGIN_FILE")
        #expect(door.egress.allowed.map(\.description) == ["model.test:443"])
    }

    @Test("may come with the request, and are then no environment secrets")
    func ofRequest() async throws {
        let bench = bench([:])
        let dispatcher = bench.dispatcher()
        var draft = draft()
        draft.secretValues = Self.secrets
        let id = try await dispatcher.submit(draft, by: try await bench.principal()).dispatch.id
        _ = try await DispatcherBench.serving(dispatcher) {
            try await bench.repository.state(of: id) { $0.status.isTerminal }
        }
        let door = try #require(bench.engine.door.withLock { $0 })
        #expect(door.job.secrets == ["TOOL_TOKEN": "login-token-value"])
        #expect(door.job.home.count == 1)
    }

    @Test("are redacted, a file's tokens one by one")
    func redacted() throws {
        let access = try #require(Self.manifest.direct)
        var plan = DispatchPlan(
            dispatch: try Samples.dispatch(Self.manifest),
            image: AgentImage(reference: "outpost/sample:1", harness: nil),
            manifest: Self.manifest,
            model: nil,
            repository: nil,
            door: .directory("/door")
        )
        plan.direct = DirectCredentials(access: access, values: Self.secrets)
        let filter = OutputFilter(plan)
        #expect(filter.redact("x refresh-token-0123456789 y") == "x [redacted:LOGIN_FILE] y")
        #expect(filter.redact("x login-token-value y") == "x [redacted:LOGIN_TOKEN] y")
    }
}
