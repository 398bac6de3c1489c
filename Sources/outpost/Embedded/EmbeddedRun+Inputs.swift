internal import Foundation
internal import OutpostCore
internal import OutpostDocker
internal import OutpostStore

extension EmbeddedRun {
    func request(for manifest: AgentManifest) throws -> DispatchRequest {
        let own = settings.isDirect ? manifest.direct?.secrets.map(\.name) : manifest.model.map { [$0.authSecret] }
        return try DispatchRequest(
            agent: manifest,
            model: settings.model,
            task: settings.task,
            repository: settings.repository?.description,
            reference: settings.reference,
            timeoutSeconds: settings.timeoutSeconds,
            secretNames: settings.secrets.keys.filter { own?.contains($0) != true }.sorted(),
            options: DispatchOptions(context: settings.context, credentials: settings.isDirect ? .direct : nil)
        )
    }

    /// The folder that the user named for the artifacts; it must be new or empty, since nothing of it may be overwritten.
    func artifactsFolder() throws -> String? {
        guard let named = settings.artifacts else { return nil }
        let path = URL(fileURLWithPath: named).standardizedFileURL.path
        let manager = FileManager.default
        do {
            guard manager.fileExists(atPath: path) else {
                try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
                return path
            }
            guard try manager.contentsOfDirectory(atPath: path).filter({ $0 != "lost+found" }).isEmpty else {
                throw CommandFailure(.storage, "the artifacts' folder \(path) is not empty", hint: "name a new one")
            }
        } catch let error as CocoaError {
            throw CommandFailure(
                .storage,
                "the artifacts' folder \(path) cannot be used: \(error.localizedDescription)"
            )
        }
        return path
    }

    func snapshot(in directory: RunDirectory) async throws -> RepositorySnapshot? {
        guard case .local(let path) = settings.repository else { return nil }
        return try await RepositorySnapshot.take(of: path, reference: settings.reference, in: directory.data.temporary)
    }

    /// What is said before a login goes into a container.
    static func weaker(_ direct: DirectCredentials) -> String {
        let names = direct.access.secrets.map(\.name).joined(separator: ", ")
        return "direct credentials: \(names) goes into the container, in reach of the agent's commands: weaker"
    }

    /// The route to a repository on another host, with the credential that this process has for it.
    func remoteRoute(_ directory: RunDirectory) throws -> RepositoryRoute? {
        guard case .remote(let url) = settings.repository else { return nil }
        let credential = try EnvironmentGitCredential(environment: environment).credential(for: url)
        var access = RepositoryAccess(credential: credential, push: settings.push)
        if GitServer(url: url)?.scheme == "ssh" {
            // Of this run alone: what it fetches comes from there.
            let folder = directory.data.temporary + "/mirrors/local/repository.git"
            access.mirror = RepositoryMirror(folder: folder, tenant: "local")
        }
        return .remote(url: url, access: access)
    }

    func image(for agent: AgentFolder, _ builder: ImageBuilder) async throws -> AgentImage {
        progress.phase("image")
        return try await builder.ensure(agent, progress: progress.image.report)
    }

    /// Runs `body` with a door that this engine's containers can reach.
    func withDoor<Result: Sendable>(
        _ plan: DispatchPlan,
        engine: EngineConnection,
        directory: RunDirectory,
        _ body: (DispatchPlan) async throws -> Result
    ) async throws -> Result {
        let isTCP = settings.door == .tcp || (settings.door == .automatic && !engine.sharesFilesystem)
        guard isTCP else { return try await body(plan) }
        progress.note("the door is TCP on a bridge network: isolation is weaker than without a network")
        let network = try await engine.driver.makeNetwork(instance: directory.instance, dispatch: plan.dispatch.id)
        var plan = plan
        plan.door = .bridge(network: network.name, host: network.gateway)
        do {
            let result = try await body(plan)
            try? await engine.driver.removeNetwork(network)
            return result
        } catch {
            try? await engine.driver.removeNetwork(network)
            throw error
        }
    }
}

extension RepositorySource: CustomStringConvertible {
    var description: String {
        switch self {
        case .local(let path): path
        case .remote(let url): url
        }
    }
}
