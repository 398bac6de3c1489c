internal import CurlHTTP
internal import Foundation
internal import Logging
internal import OutpostAPI
internal import OutpostCore
internal import OutpostDocker
internal import OutpostServer
internal import OutpostStore

extension DirectAdmin {
    func collect(_ body: CollectBody) async throws -> CollectionBody {
        let curl = CurlClient(environment: environment)
        do {
            let retention = try await retention(includesImages: body.images ?? false, curl)
            if body.dryRun != true { await retention.removeLeftovers() }
            let report = try await retention.collect(CollectionRequest(body), by: actor)
            await curl.shutdown()
            return CollectionBody(report, isDryRun: body.dryRun ?? false)
        } catch {
            await curl.shutdown()
            throw error
        }
    }

    /// The settings that a server with this process's environment, and the file that it names, would have.
    func serveSettings() throws -> ServeSettings {
        try ServeSettings(
            flags: [:],
            environment: environment,
            file: ServeFile.named(nil, environment: environment),
            isRoot: Process.isRoot
        )
    }

    /// Keeps results as long as such a server would.
    private func retention(includesImages: Bool, _ curl: CurlClient) async throws -> RetentionService {
        let settings = try serveSettings()
        return RetentionService(
            store: database.results,
            files: StoredResultFiles(directory),
            identities: database.identities,
            images: includesImages ? try await images(curl) : nil,
            policy: settings.retention,
            now: { Date() },
            logger: Logger(label: "outpost") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    private func images(_ curl: CurlClient) async throws -> DockerImageSweeper {
        let agents = AgentDirectories(
            named: environment[ServeKey.agentsDir.variable].flatMap { $0.isEmpty ? nil : $0 },
            executable: Bundle.main.executablePath ?? CommandLine.arguments[0]
        )
        let catalog = try AgentCatalog.read(directories: agents.resolve())
        let engine = try await EngineConnection.open(curl: curl, environment: environment)
        let settings = try HostSettings.images(environment, catalog)
        return DockerImageSweeper(engine.images(of: catalog, settings: settings, curl: curl))
    }
}
