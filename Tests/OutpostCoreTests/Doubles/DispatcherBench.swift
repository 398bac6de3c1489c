internal import Foundation
internal import Logging
internal import Synchronization
internal import TestSupport

@testable internal import OutpostCore

/// A dispatcher with everything around it under a test's control.
final class DispatcherBench: Sendable {
    let repository = MemoryRepository()
    let identities = MemoryIdentities()
    let clock = ManualClock()
    let journal = Journal()
    let images: ScriptedImages
    let engine: ScriptedEngine
    let engines = MemoryEngines()
    private let secrets: any SecretSource
    private let workspaces: KeptWorkspaces
    private let host: (any HostUsage)?
    private let gitCredentials: (any GitCredentialSource)?
    private let manifest: AgentManifest
    private let allowsDirect: Bool
    private let egress: (any EgressSource)?
    private let time = Mutex(Samples.epoch)

    init(
        secrets: [String: String] = ["SAMPLE_KEY": "real-key"],
        source: (any SecretSource)? = nil,
        images: ScriptedImages = ScriptedImages(),
        host: (any HostUsage)? = nil,
        gitCredentials: (any GitCredentialSource)? = nil,
        faults: Faults = [:],
        workspaces: KeptWorkspaces = KeptWorkspaces(),
        manifest: AgentManifest = Samples.manifest,
        allowsDirect: Bool = false,
        egress: (any EgressSource)? = nil,
        script: @escaping ScriptedEngine.Script = { try await $0.runWell() }
    ) {
        engine = ScriptedEngine(journal: journal, faults: faults, isImmortal: false, script: script)
        self.secrets = source ?? FixedSecrets(values: secrets)
        self.images = images
        self.workspaces = workspaces
        self.host = host
        self.gitCredentials = gitCredentials
        self.manifest = manifest
        self.allowsDirect = allowsDirect
        self.egress = egress
    }

    var now: Date { time.withLock { $0 } }

    func advance(by seconds: TimeInterval) { time.withLock { $0 += seconds } }

    /// A dispatcher of a fresh process.
    func dispatcher() -> Dispatcher {
        let folder = AgentFolder(manifest: manifest, path: "/agents/sample", files: [])
        let base = AgentFolder(manifest: nil, path: "/agents/base", files: [])
        let watch = EngineWatch(
            driver: engine,
            store: engines,
            identities: identities,
            now: { self.now },
            logger: Self.logger
        )
        let runner = DispatchRunner(
            driver: engine,
            doors: engine,
            store: repository,
            archive: MemoryArchive(journal: journal, faults: [:], facts: RepositoryFacts(changes: .uncommitted)),
            instance: InstanceID("instance"),
            clock: clock,
            now: { self.now },
            tokens: DoorTokenSource(key: Array(repeating: 7, count: 32)),
            leavesOutages: true,
            engineWatch: watch,
            logger: Self.logger
        )
        var parts = Dispatcher.Parts(
            repository: repository,
            identities: identities,
            reader: NoResults(),
            secrets: secrets,
            requestSecrets: MemoryRequestSecrets(repository: repository),
            images: images,
            driver: engine,
            catalog: AgentCatalog(agents: ["sample": folder], base: base),
            runner: runner,
            workspaces: workspaces,
            volumes: workspaces,
            host: host,
            gitCredentials: gitCredentials,
            egress: egress
        )
        parts.engineWatch = watch
        var settings = Dispatcher.Settings(
            capacity: Resources(cpuUnits: 65_536, memoryMiB: 65_536),
            running: 8,
            doors: "/doors"
        )
        settings.allowsDirect = allowsDirect
        return Dispatcher(
            parts: parts,
            settings: settings,
            now: { self.now },
            makeID: {
                var generator = SystemRandomNumberGenerator()
                return DispatchID(milliseconds: UInt64(self.now.timeIntervalSince1970 * 1000), using: &generator)
            },
            makeWorkspaceID: { WorkspaceID(UUID()) },
            logger: Self.logger
        )
    }

    /// A key of a new tenant.
    func principal(tier: TenantTier = .pro) async throws -> Principal {
        let tenant = Tenant(id: "tenant", name: "tenant", tier: tier, createdAt: Samples.epoch)
        try await identities.insert(tenant)
        let key = APIKey(
            id: "key",
            tenant: tenant.id,
            name: "key",
            secret: APIKeySecret(value: "otp_secret"),
            scopes: Scope.defaults,
            createdAt: Samples.epoch,
            expiresAt: nil
        )
        return Principal(tenant: tenant, key: key)
    }

    /// Lets a dispatcher work on its queue during the body.
    static func serving<Value: Sendable>(
        _ dispatcher: Dispatcher,
        _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await dispatcher.run() }
            defer { group.cancelAll() }
            return try await body()
        }
    }

    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

/// Secrets that are the same for every tenant.
private struct FixedSecrets: SecretSource {
    let values: [String: String]

    func secret(_ name: String, tenant: String) async throws -> String? { values[name] }
}

/// Nothing was ever left.
private struct NoResults: DispatchReader {
    func log(_ id: DispatchID, from position: LogPosition, limit: Int) async throws -> LogPage {
        LogPage(entries: [], next: position)
    }
    func logTail(_ id: DispatchID, before end: LogPosition?, limit: Int) async throws -> LogTail {
        LogTail(entries: [], start: .start, next: .start)
    }
    func artifacts(_ id: DispatchID) async throws -> (manifest: ArtifactManifest, directory: String)? { nil }
    func summary(_ id: DispatchID) async throws -> DispatchSummary? { nil }
    func changedLines(_ id: DispatchID) async throws -> PatchLineCounter? { nil }
}

/// Images that are there, once the gate is open.
struct ScriptedImages: ImageProvider {
    let gate: Gate
    /// Opens when somebody asks for one.
    let isAsked = Gate()
    let failure: (any Error)?

    init(isReady: Bool = true, failure: (any Error)? = nil) {
        gate = Gate(isReady)
        self.failure = failure
    }

    func image(for agent: AgentFolder) async throws -> AgentImage {
        isAsked.open()
        try await gate.pass()
        if let failure { throw failure }
        return AgentImage(reference: "outpost/sample:1", harness: nil)
    }
}
