internal import CurlHTTP
internal import Foundation
internal import Logging
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
    private let logger: Logger

    /// Opens the data directory and the engine and puts the parts together; nothing is served yet.
    static func open(
        settings: ServeSettings,
        agents: [String],
        environment: [String: String],
        logger: Logger
    ) async throws -> ControlPlane {
        let data = try DataDirectory(creating: settings.dataDirectory)
        let identity = try InstallationIdentity.load(in: data.path)
        let database = try OutpostDatabase(path: data.database)
        let catalog = try AgentCatalog.read(directories: agents)
        let curl = CurlClient()
        let engine = try await EngineConnection.open(curl: curl, environment: environment)
        let files = DispatchFiles(directory: data.dispatches)
        let runner = DispatchRunner(
            driver: engine.driver,
            doors: Gateway(curl: curl, eventLoopGroup: .singletonMultiThreadedEventLoopGroup, logger: logger),
            store: database.dispatches,
            archive: files,
            instance: identity.instance,
            clock: ContinuousClock(),
            now: { Date() },
            makeToken: Generator.token,
            logger: logger
        )
        let images = ImageBuilder(
            client: engine.client,
            base: catalog.base,
            settings: HostSettings.images(environment)
        )
        let dispatcher = Dispatcher(
            parts: Dispatcher.Parts(
                repository: database.dispatches,
                identities: database.identities,
                reader: files,
                secrets: EnvironmentSecrets(environment: environment, catalog: catalog),
                images: ImageCoordinator(builder: images, logger: logger),
                driver: engine.driver,
                catalog: catalog,
                runner: runner
            ),
            settings: HostBudget(settings: settings, info: engine.info).dispatcherSettings(doors: data.path + "/doors"),
            now: { Date() },
            makeID: Generator.dispatchID,
            logger: logger
        )
        let server = OutpostServer(
            configuration: settings.serverConfiguration(signingKey: identity.signingKey),
            service: dispatcher,
            identities: database.identities,
            admin: AdminService(
                identities: database.identities,
                audit: database.dispatches,
                now: { Date() },
                makeID: Generator.uuid,
                makeSecret: Generator.apiKey
            ),
            health: HealthChecks(client: engine.client, dataDirectory: data.path, dispatcher: dispatcher).run,
            now: { Date() },
            makeRequestID: Generator.uuid,
            logger: logger
        )
        return ControlPlane(data: data, settings: settings, dispatcher: dispatcher, server: server, logger: logger)
    }

    /// Serves until SIGTERM or SIGINT.
    func run() async throws {
        let lock = try data.lock()
        defer { _ = lock }
        let queue = QueueService(dispatcher: dispatcher, drain: .seconds(settings.drainSeconds), logger: logger)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    queue, try server.application(), server.adminApplication(socketPath: data.path + "/admin.sock"),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
        )
        try await group.run()
    }
}
