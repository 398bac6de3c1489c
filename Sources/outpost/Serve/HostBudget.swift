internal import DockerEngine
internal import Foundation
internal import OutpostCore
internal import OutpostServer

/// What dispatches may hold together: the operator's word, or a share of the host.
struct HostBudget {
    let settings: ServeSettings
    let info: EngineInfo

    /// Agents wait for their models most of the time, so cores are lent more than once; memory is not.
    private static let cpuOvercommit = 4
    private static let memoryShare = 0.8

    func dispatcherSettings(doors: String, mirrors: String) -> Dispatcher.Settings {
        let memory = settings.memoryMiB ?? Int(Double(info.memory >> 20) * Self.memoryShare)
        let capacity = Resources(
            cpuUnits: settings.cpuUnits ?? info.cpus * 1024 * Self.cpuOvercommit,
            memoryMiB: memory
        )
        var dispatcher = Dispatcher.Settings(
            capacity: capacity,
            running: settings.maximumRunning ?? max(1, memory / Tier.fast.resources.memoryMiB),
            modelUpstreams: settings.modelUpstreams,
            doors: doors,
            git: GitSettings(
                baseURL: settings.gitBaseURL,
                push: settings.pushBranches,
                promotion: settings.promotionBranches,
                mirrors: settings.mirrorMiB == 0 ? nil : mirrors,
                localFolders: settings.localRepositories,
                hosts: settings.gitHosts,
                sshHosts: settings.sshHosts
            )
        )
        dispatcher.allowsDirect = settings.allowsDirect
        dispatcher.minimumDiskMiB = settings.minimumDiskMiB
        dispatcher.workspaces = WorkspaceSettings(
            maximumMiB: settings.workspaceMaximumMiB ?? dispatcher.workspaces.maximumMiB,
            days: settings.workspaceDays ?? dispatcher.workspaces.days
        )
        return dispatcher
    }
}

extension ServeSettings {
    /// The part of the settings that the HTTP interface needs.
    func serverConfiguration(signingKey: [UInt8]) -> ServerConfiguration {
        var configuration = ServerConfiguration(
            host: host,
            port: port,
            gitBaseURL: gitBaseURL,
            gitPolicy: RepositoryURLPolicy(
                hosts: gitHosts,
                localFolders: localRepositories,
                sshHosts: sshHosts
            ),
            signingKey: signingKey,
            publicURL: publicURL,
            version: Outpost.version,
            startedAt: .now,
            opensMetrics: opensMetrics,
            logsRequests: logsRequests
        )
        // The rest is for the database, doors, the engine and files.
        if let files = HostFacts.descriptorLimit(FileManager.default.contents(atPath: HostFacts.limitsFile)) {
            configuration.maximumConnections = min(configuration.maximumConnections, max(16, files / 2))
        }
        if let certificateFile, let keyFile {
            configuration.tls = ServerConfiguration.TLSFiles(certificateFile: certificateFile, keyFile: keyFile)
        }
        return configuration
    }
}
