internal import CurlHTTP
internal import Foundation
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import OutpostCore
internal import OutpostDocker
internal import OutpostGateway
internal import OutpostServer
internal import OutpostStore
internal import ServiceLifecycle
internal import UnixSignals

/// Everything that `outpost serve` consists of, put together.
struct ControlPlane: Sendable {
    private let data: DataDirectory
    private let settings: ServeSettings
    private let dispatcher: Dispatcher
    private let server: OutpostServer
    private let gateway: Gateway
    private let retention: RetentionService
    private let refresher: SecretRefresher
    private let webhooks: WebhookDeliverer
    private let logger: Logger

    /// Opens the database and the engine and puts the parts together; nothing is served yet.
    ///
    /// The caller has the lock of the data directory.
    static func open(
        data: DataDirectory,
        settings: ServeSettings,
        agents: [String],
        environment: [String: String],
        logger: Logger
    ) async throws -> ControlPlane {
        let identity = try InstallationIdentity.load(in: data.path)
        let database = try OutpostDatabase(in: data)
        try database.check()
        let catalog = try AgentCatalog.read(directories: agents)
        for (name, problem) in catalog.broken.sorted(by: { $0.key < $1.key }) {
            logger.warning("agent passed over", metadata: ["agent": "\(name)", "problem": "\(problem)"])
        }
        try catalog.checkNames(settings.modelUpstreams.keys, in: ServeKey.modelUpstreams.flag)
        try catalog.checkHarnesses(settings.harnesses, in: ServeKey.harness.flag)
        let curl = CurlClient(environment: environment)
        let metrics = ServerMetrics()
        let engine = try await EngineConnection.open(curl: curl, environment: environment, observe: metrics.observe)
        try await engine.checkForServing(dataDirectory: data.path, isStrict: settings.isStrict, logger: logger)
        try engine.check(runtime: settings.runtime)
        let keys = MasterKeySource(
            dataDirectory: data.path,
            namedFile: settings.masterKeyFile,
            environment: environment,
            warn: { logger.warning("\($0)") }
        )
        let vault = try await SecretVault.open(
            database.secrets,
            with: keys,
            instance: identity.instance.text
        )
        let files = DispatchFiles(
            directory: data.dispatches,
            commits: GitCommitSearcher(directory: data.temporary, makeName: Generator.uuid)
        )
        let network = EgressNetwork(proxies: EgressProxies(environment: environment))
        let ssh = SSHPlace(
            directory: data.temporary,
            knownHostsFile: settings.sshKnownHosts,
            makeName: Generator.uuid
        )
        let gateway = Gateway(
            curl: curl,
            eventLoopGroup: .singletonMultiThreadedEventLoopGroup,
            logger: logger,
            network: network,
            ssh: ssh,
            maximumMirrorBytes: settings.mirrorMiB << 20
        )
        let engineWatch = EngineWatch(
            driver: engine.driver,
            store: database.engine,
            identities: database.identities,
            now: { Date() },
            logger: logger
        )
        let repository = try await MeasuredRepository(database.dispatches, metrics.live)
        let runner = DispatchRunner(
            driver: engine.driver,
            doors: gateway,
            store: repository,
            archive: files,
            instance: identity.instance,
            clock: ContinuousClock(),
            now: { Date() },
            tokens: DoorTokenSource(key: identity.signingKey),
            leavesOutages: true,
            engineWatch: engineWatch,
            runtime: settings.runtime,
            metrics: metrics.dispatches,
            logger: logger
        )
        let imageSettings = try HostSettings.images(environment, catalog, harnesses: settings.harnesses)
        let images = engine.images(of: catalog, settings: imageSettings, curl: curl)
        var parts = Dispatcher.Parts(
            repository: repository,
            identities: database.identities,
            reader: files,
            secrets: StoredSecrets(
                vault: vault,
                fallback: EnvironmentSecrets(environment: environment, catalog: catalog),
                now: { Date() }
            ),
            requestSecrets: vault,
            images: ImageCoordinator(builder: images, logger: logger),
            driver: engine.driver,
            catalog: catalog,
            runner: runner,
            workspaces: database.workspaces,
            volumes: engine.driver,
            host: DockerHostUsage(client: engine.client, isLocal: engine.sharesFilesystem, dataDirectory: data.path)
        )
        let retention = RetentionService(
            store: database.results,
            files: StoredResultFiles(data),
            identities: database.identities,
            images: DockerImageSweeper(images),
            policy: settings.retention,
            now: { Date() },
            logger: logger
        )
        parts.retention = retention
        parts.engineWatch = engineWatch
        let gitCredentials = StoredGitCredentials(vault: vault, now: { Date() })
        parts.gitCredentials = gitCredentials
        let refresher = SecretRefresher(
            store: database.refreshes,
            vault: vault,
            reader: RecipeRunner(environment: environment),
            clock: ContinuousClock(),
            now: { Date() },
            logger: logger
        )
        parts.secretAlerts = { try await refresher.alerts() }
        let egress = EgressService(
            store: database.egress,
            identities: database.identities,
            presets: try EgressPresets.read(directories: agents),
            now: { Date() }
        )
        parts.egress = egress
        let dispatcherSettings = HostBudget(settings: settings, info: engine.info).dispatcherSettings(
            doors: data.path + "/doors",
            mirrors: data.path + "/mirrors"
        )
        if settings.maximumWarm > 0 {
            parts.warm = WarmPool(
                driver: engine.driver,
                doors: gateway,
                instance: identity.instance,
                directory: dispatcherSettings.doors,
                ceiling: settings.maximumWarm,
                now: { Date() },
                makeID: Generator.warmID,
                logger: logger
            )
        }
        let dispatcher = Dispatcher(
            parts: parts,
            settings: dispatcherSettings,
            now: { Date() },
            makeID: Generator.dispatchID,
            makeWorkspaceID: Generator.workspaceID,
            logger: logger
        )
        let webhookParts = WebhookParts(
            database: database,
            vault: vault,
            network: network,
            settings: settings,
            curl: curl,
            logger: logger
        )
        let webhooks = webhookParts.deliverer
        let configuration = settings.serverConfiguration(signingKey: identity.signingKey)
        let server = OutpostServer(
            configuration: configuration,
            service: dispatcher,
            identities: database.identities,
            admin: AdminService(
                identities: database.identities,
                now: { Date() },
                makeID: Generator.uuid,
                makeSecret: Generator.apiKey
            ),
            secrets: SecretService(
                vault: vault,
                identities: database.identities,
                refreshes: database.refreshes,
                now: { Date() }
            ),
            egress: egress,
            webhooks: webhookParts.service(webhooks),
            promotions: PromotionParts(
                data: data,
                database: database,
                files: files,
                credentials: gitCredentials,
                git: dispatcherSettings.git,
                network: network,
                ssh: ssh,
                forgeAPIURL: settings.forgeAPIURL,
                curl: curl
            ).service,
            retention: retention,
            audit: database.audit,
            local: LocalAdministration(vault: vault, keys: keys, engineWatch: engineWatch),
            metrics: metrics.sources(
                dataDirectory: data.path,
                startedAt: configuration.startedAt,
                tenants: TenantMetrics(identities: database.identities, results: database.results, live: metrics.live),
                now: { Date() }
            ),
            health: HealthChecks(client: engine.client, dataDirectory: data.path, dispatcher: dispatcher).run,
            now: { Date() },
            makeRequestID: Generator.uuid,
            logger: logger
        )
        return ControlPlane(
            data: data,
            settings: settings,
            dispatcher: dispatcher,
            server: server,
            gateway: gateway,
            retention: retention,
            refresher: refresher,
            webhooks: webhooks,
            logger: logger
        )
    }

    /// Time that clients have to take the last answers, after the dispatches had theirs to end.
    private static let farewell = Duration.seconds(3)

    /// Serves until SIGTERM or SIGINT.
    ///
    /// - Parameter announce: told once where it listens, when all of it does.
    /// - Throws: what ends a service, such as ``CommandFailure`` where an address is not free.
    func run(announce: @escaping @Sendable (ServeFacts) -> Void) async throws {
        // Before anything is served: what is temporary later is somebody's.
        await retention.removeLeftovers()
        let drain = Duration.seconds(settings.drainSeconds)
        let facts = ServeFacts.Parts(settings: settings, data: data)
        let (isServing, isAdministrable) = (ListenerGate(), ListenerGate())
        let http = ListenerService(
            listener: try server.application { channel in
                facts.listens(on: channel.localAddress?.port)
                isServing.open()
            },
            address: "\(settings.host):\(settings.port)",
            hint: "another port: --port N; another address: --host ADDRESS"
        )
        let admin = ListenerService(
            listener: server.adminApplication(socketPath: data.adminSocket) { _ in
                isAdministrable.open()
                announce(facts.whole)
            },
            address: data.adminSocket,
            hint: "another data directory: --data-dir DIR",
            gate: isServing
        )
        let queue = QueueService(dispatcher: dispatcher, gate: isAdministrable, drain: drain, logger: logger)
        // Services are stopped from the last to the first, one after the other: the interface answers while the queue
        // drains.
        var configuration = ServiceGroupConfiguration(
            services: [
                RetentionLoop(retention: retention), RefreshService(refresher: refresher),
                WebhookWorker(deliverer: webhooks), http, admin, queue,
                MirrorService(gateway: gateway, dispatcher: dispatcher),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        // A reader that takes nothing must not keep the process.
        configuration.maximumGracefulShutdownDuration = drain + Self.farewell
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch is CancellationError {
            logger.notice("stopped without waiting for all clients")
        }
    }
}
