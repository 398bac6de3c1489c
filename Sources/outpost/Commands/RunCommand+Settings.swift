internal import Foundation
internal import OutpostCore

extension RunCommand {
    func settings(_ environment: [String: String], _ console: Console) async throws -> RunSettings {
        var settings = RunSettings(
            agent: agent,
            task: try TaskSource(task: task, file: taskFile).read(example: "outpost run \(agent) \"what to do\""),
            dataDirectory: common.dataDirectory(environment),
            agentDirectories: try common.agentDirectories(environment)
        )
        let git = EnvironmentGitCredential(environment: environment)
        settings.repository = try repositorySource(git)
        try git.check(settings.repository)
        settings.push = try pushPolicy()
        settings.reference = branch
        settings.context = context
        settings.model = model
        if let timeout { settings.timeoutSeconds = timeout.seconds }
        settings.modelUpstream = modelUpstream
        settings.isDirect = direct
        settings.artifacts = artifacts
        settings.door = door
        settings.appliesChanges = apply
        settings.revealsSecrets = reveal
        settings.egress = try reach.policy(EgressPresets.read(directories: settings.agentDirectories))
        let prompted = try await SecretPrompt(console: console).read(secret)
        let sources = SecretSources(prompted: secret, fromEnvironment: secretEnv, environment: environment)
        settings.secrets = try sources.values { prompted[$0] }
        if context != .none, settings.repository == nil {
            console.note("outpost: --context \(context.text) has no effect: there is no repository to take it from")
        }
        if apply, case .local = settings.repository {
        } else if apply {
            throw CommandFailure(.usage, "--apply needs a local repository", hint: "name one with --repo PATH")
        }
        return settings
    }

    private func pushPolicy() throws -> PushPolicy {
        guard let policy = PushPolicy(patterns: allowPush) else {
            throw CommandFailure(
                .usage,
                "--allow-push takes a branch's name without refs/heads/, or a beginning such as agent/*"
            )
        }
        return policy
    }

    private func repositorySource(_ git: EnvironmentGitCredential) throws -> RepositorySource? {
        guard !noRepo else {
            guard repo == nil else { throw CommandFailure(.usage, "--repo and --no-repo were both given") }
            return nil
        }
        let isFolder: (String) -> Bool = { path in
            let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
            return type == .typeDirectory
        }
        if let repo {
            return try RepositorySource(
                repo,
                gitBaseURL: git.baseURL,
                sshHosts: try git.sshHosts(),
                isFolder: isFolder
            )
        }
        return currentRepository()
    }

    /// The current folder, where it is in a working tree.
    private func currentRepository() -> RepositorySource? {
        var folder = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        while true {
            if FileManager.default.fileExists(atPath: folder.appendingPathComponent(".git").path) {
                return .local(path: folder.path)
            }
            guard folder.path != "/" else { return nil }
            folder = folder.deletingLastPathComponent()
        }
    }
}
