internal import CurlHTTP
internal import Foundation
internal import Logging
internal import NIOPosix
internal import OutpostCore
internal import OutpostDocker
internal import OutpostGateway
internal import OutpostStore

/// One dispatch from the command line, without a server: the composition root of `outpost run` and `outpost demo`.
struct EmbeddedRun: Sendable {
    let settings: RunSettings
    let environment: [String: String]
    /// The OCI runtime of agents that name none.
    private var runtime: String? { environment["OUTPOST_RUNTIME"].flatMap { $0.isEmpty ? nil : $0 } }
    let logger: Logger
    let progress: RunProgress
    let start = RunStart()
    /// Whether ``prepare()`` has looked for dead runs: a sweep would take one that is only being made for dead.
    var isPrepared = false

    /// What a run came to.
    struct Outcome: Sendable {
        let result: DispatchResult
        /// Where the artifacts are.
        let artifacts: String
        /// The local repository that was worked on.
        let repository: RepositorySnapshot?
    }

    /// Checks what can be checked before the start, and has the image.
    ///
    /// - Throws: as ``perform(stop:)`` does.
    func prepare() async throws {
        let catalog = try AgentCatalog.read(directories: settings.agentDirectories)
        let agent = try catalog.agent(settings.agent)
        guard let manifest = agent.manifest else { throw InvalidRequest.unknownAgent(name: settings.agent, known: []) }
        _ = try request(for: manifest)
        _ = try ModelCredentials(settings: settings, environment: environment).resolve(manifest)
        let imageSettings = try HostSettings.images(environment, catalog)
        let curl = CurlClient(environment: environment)
        let engine = try await EngineConnection.open(curl: curl, environment: environment)
        await DeadRuns(dataDirectory: settings.dataDirectory, driver: engine.driver).sweep()
        _ = try await image(for: agent, engine.images(of: catalog, settings: imageSettings, curl: curl))
        await curl.shutdown()
    }

    /// Checks, builds, runs and collects.
    ///
    /// - Throws: ``CommandFailure`` or what ``CommandFailure/wrapping(_:)`` knows; then nothing is left in the engine.
    func perform(stop: StopSignal) async throws -> Outcome {
        let catalog = try AgentCatalog.read(directories: settings.agentDirectories)
        let agent = try catalog.agent(settings.agent)
        guard let manifest = agent.manifest else { throw InvalidRequest.unknownAgent(name: settings.agent, known: []) }
        let request = try request(for: manifest)
        let routes = try ModelCredentials(settings: settings, environment: environment).resolve(manifest)
        let presets = try EgressPresets.read(directories: settings.agentDirectories)
        let artifacts = try artifactsFolder()
        let imageSettings = try HostSettings.images(environment, catalog)

        let curl = CurlClient(environment: environment)
        let engine = try await EngineConnection.open(curl: curl, environment: environment)
        try engine.check(runtime: manifest.runtime ?? runtime)
        let driver = engine.driver
        if !isPrepared { await DeadRuns(dataDirectory: settings.dataDirectory, driver: driver).sweep() }

        let directory = try RunDirectory(id: Generator.dispatchID(), below: settings.dataDirectory)
        let lock = try directory.data.lock()
        defer {
            directory.discardTemporaries()
            _ = lock
        }
        let snapshot = try await snapshot(in: directory)
        let builder = engine.images(of: catalog, settings: imageSettings, curl: curl)
        let image = try await image(for: agent, builder)
        let reach = routes.direct.map { DirectCredentials.hosts(of: $0.access, upstream: $0.upstream) } ?? []
        var plan = DispatchPlan(
            dispatch: Dispatch(id: directory.id, tenant: "local", request: request, createdAt: Date()),
            image: image,
            manifest: manifest,
            model: routes.model,
            repository: try snapshot.map { .local(path: $0.bare) } ?? remoteRoute(directory),
            checkout: snapshot == nil ? request.reference : nil,
            secrets: routes.environment,
            egress: access(presets, manifest, direct: reach),
            egressAdvice: .option,
            door: .directory(directory.door)
        )
        plan.direct = routes.direct
        if let direct = routes.direct { progress.note(Self.weaker(direct)) }
        if let artifacts { try directory.note(artifacts: artifacts) }
        let location = artifacts ?? directory.artifacts
        let store = try OutpostDatabase(in: directory.data).dispatches
        let runner = runner(driver: driver, curl: curl, store: store, directory: directory, artifacts: location)
        try start.pass()
        let result = try await withDoor(plan, engine: engine, directory: directory) { plan in
            try await store.insert(plan.dispatch)
            return try await runner.run(plan, stop: stop, observe: progress.report)
        }
        await curl.shutdown()
        return Outcome(result: result, artifacts: location, repository: snapshot)
    }

    /// Who runs is operator and requester in one: `--egress none` is a request's, which leaves direct credentials their
    /// hosts.
    private func access(
        _ presets: EgressPresets,
        _ manifest: AgentManifest,
        direct: [EgressRule]
    ) -> EgressAccess {
        var policy = settings.egress
        let isNarrow = policy.mode == EgressMode.none
        if isNarrow { policy.mode = nil }
        return policy.access(
            presets: presets,
            manifest: manifest.egress,
            requested: isNarrow ? EgressMode.none : nil,
            direct: direct
        )
    }

    private func runner(
        driver: DockerDriver,
        curl: CurlClient,
        store: SQLiteDispatchStore,
        directory: RunDirectory,
        artifacts: String
    ) -> DispatchRunner {
        DispatchRunner(
            driver: driver,
            doors: Gateway(
                curl: curl,
                eventLoopGroup: .singletonMultiThreadedEventLoopGroup,
                logger: logger,
                network: EgressNetwork(proxies: EgressProxies(environment: environment)),
                ssh: EnvironmentGitCredential(environment: environment).ssh(directory.data)
            ),
            store: store,
            archive: DispatchFiles(
                directory: directory.data.dispatches,
                artifacts: { _ in artifacts },
                commits: GitCommitSearcher(directory: directory.data.temporary, makeName: Generator.uuid)
            ),
            instance: directory.instance,
            clock: ContinuousClock(),
            now: { Date() },
            tokens: DoorTokenSource(key: Generator.key()),
            runtime: runtime,
            logger: logger
        )
    }
}
