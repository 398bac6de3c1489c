internal import Foundation
internal import Logging
internal import OutpostCore

/// Settings of `outpost serve`, each from the first place that has it: flag, environment, file, default.
struct ServeSettings: Equatable {
    var host: String
    var port: Int
    var dataDirectory: String
    var agentsDirectory: String?
    var certificateFile: String?
    var keyFile: String?
    var allowsInsecureHTTP: Bool
    var publicURL: String?
    var gitBaseURL: String
    /// Hosts that `repoUrl` may name besides the base URL's; empty allows any.
    var gitHosts: [String]
    /// Hosts and ports that webhooks may name in private networks, and over http.
    var webhookPrivateHosts: Set<EgressRule>
    /// Folders of this machine in which `repoUrl` may name a repository.
    var localRepositories: LocalRepositoryFolders
    /// Hosts that are reached over ssh, with `:port` where it is not 22.
    var sshHosts: [String]
    /// The keys of hosts whose credentials come with none; nil for none.
    var sshKnownHosts: String?
    var pushBranches: PushPolicy
    /// The branches that results may be promoted to; nil for any.
    var promotionBranches: PushPolicy?
    /// Of all mirrors of repositories together; 0 keeps none.
    var mirrorMiB: Int
    /// Where the base URL's forge opens pull requests; nil is the usual place.
    var forgeAPIURL: String?
    /// Dispatches that run at once; nil is decided by the host's memory.
    var maximumRunning: Int?
    /// Containers that may wait for dispatches, of all agents together; 0 has each made for its dispatch.
    var maximumWarm: Int
    var cpuUnits: Int?
    var memoryMiB: Int?
    /// MiB of free disk below which nothing is started and the oldest results go; 0 minds no disk.
    var minimumDiskMiB: Int
    /// MiB that a workspace may hold which outlives its dispatches; nil takes the default.
    var workspaceMaximumMiB: Int?
    /// Days that one is kept without use; nil takes the default.
    var workspaceDays: Int?
    /// Days that results of ended dispatches are kept; 0 keeps them.
    var retentionDays: Int
    var modelUpstreams: [String: String]
    /// What `outpost agents build` would be told by `--harness`, by agent.
    var harnesses: HarnessChoice
    var drainSeconds: Int
    /// A file outside the data directory that holds the master key.
    var masterKeyFile: String?
    /// Refuses an engine with known weaknesses.
    var isStrict: Bool
    /// OCI runtime of agents whose manifest names none; nil takes the engine's default.
    var runtime: String?
    /// Whether `/metrics` needs no key.
    var opensMetrics: Bool
    /// How the log is written; one of ``LogFormat/words``.
    var logFormat: String
    /// From which level on it is written.
    var logLevel: Logger.Level
    /// Whether each request is a line of it.
    var logsRequests: Bool
    /// Whether requests may ask for credentials inside the container.
    var allowsDirect: Bool

    /// - Throws: ``CommandFailure`` for a value that cannot be used, naming where it came from.
    init(flags: [ServeKey: String], environment: [String: String], file: ServeFile, isRoot: Bool) throws {
        let reader = ServeSettingsReader(flags: flags, environment: environment, file: file)
        host = reader.text(.host) ?? "127.0.0.1"
        port = try reader.number(.port, in: 0...65_535) ?? 3000
        if let (value, place) = reader.found(.dataDir), value.isEmpty {
            throw CommandFailure(.usage, "\(place): a path is missing", hint: "name a directory, or leave it out")
        }
        dataDirectory = DataDirectoryLocation.resolve(
            named: reader.text(.dataDir),
            environment: environment,
            isRoot: isRoot
        )
        agentsDirectory = reader.text(.agentsDir)
        certificateFile = reader.text(.tlsCertificate)
        keyFile = reader.text(.tlsKey)
        allowsInsecureHTTP = try reader.flag(.insecureHTTP) ?? false
        publicURL = try reader.url(.publicURL)
        gitBaseURL = try reader.url(.gitBaseURL) ?? "https://github.com"
        gitHosts = reader.list(.gitHosts).map { $0.lowercased() }
        webhookPrivateHosts = try reader.webhookPrivateHosts()
        localRepositories = try reader.localRepositories(besides: dataDirectory)
        pushBranches = try reader.pushPolicy(.gitPushBranches)
        promotionBranches = reader.found(.gitPromoteBranches) == nil ? nil : try reader.pushPolicy(.gitPromoteBranches)
        sshHosts = try reader.sshHosts()
        sshKnownHosts = try reader.readableFile(.gitSSHKnownHosts)
        mirrorMiB = try reader.number(.gitMirrorMiB, in: 0...100_000_000) ?? 10_240
        guard sshHosts.isEmpty || mirrorMiB > 0 else {
            throw CommandFailure(
                .usage,
                "git_ssh and git_mirror_mib=0 exclude each other: over ssh repositories are served from their mirrors",
                hint: "leave out git_mirror_mib, or name no hosts in git_ssh"
            )
        }
        forgeAPIURL = try reader.url(.forgeAPIURL)
        maximumRunning = try reader.number(.maxRunning, in: 1...10_000)
        maximumWarm = try reader.number(.warmContainers, in: 0...1000) ?? 0
        cpuUnits = try reader.number(.cpuUnits, in: 256...1_000_000)
        memoryMiB = try reader.number(.memoryMiB, in: 256...100_000_000)
        minimumDiskMiB = try reader.number(.minFreeDiskMiB, in: 0...100_000_000) ?? 2048
        workspaceMaximumMiB = try reader.number(.workspaceMaxMiB, in: 1...100_000_000)
        workspaceDays = try reader.number(.workspaceDays, in: 1...3650)
        retentionDays = try reader.number(.retentionDays, in: 0...36_500) ?? 30
        modelUpstreams = try reader.upstreams(.modelUpstreams)
        harnesses = try reader.harnesses(.harness)
        drainSeconds = try reader.number(.drainSeconds, in: 0...86_400) ?? 5
        masterKeyFile = reader.text(.masterKeyFile)
        runtime = reader.text(.runtime)
        allowsDirect = try reader.flag(.allowDirect) ?? false
        opensMetrics = try reader.word(.metrics, of: ["keyed", "open"]) == "open"
        logFormat = try reader.word(.logFormat, of: LogFormat.words) ?? "auto"
        let level = try reader.word(.logLevel, of: Logger.Level.allCases.map(\.rawValue))
        logLevel = level.flatMap { Logger.Level(rawValue: $0) } ?? .info
        logsRequests = try reader.word(.accessLog, of: ["on", "off"]) != "off"
        isStrict = try reader.flag(.strict) ?? false
    }

    /// Refuses to let keys go over a network in the clear.
    func checkTransport() throws {
        guard (certificateFile == nil) == (keyFile == nil) else {
            throw CommandFailure(
                .usage,
                "a TLS certificate and its key go together",
                hint: "--tls-certificate FILE --tls-key FILE"
            )
        }
        guard LoopbackHost.contains(host) || certificateFile != nil || allowsInsecureHTTP else {
            throw CommandFailure(
                .usage,
                "keys would go over the network in the clear: \(host) is not a loopback address, and there is no TLS",
                hint: "--tls-certificate FILE --tls-key FILE, or --insecure-http behind a proxy that does TLS"
            )
        }
    }
}

/// The name of a setting: its key in the file; upper case with `OUTPOST_` before it in the environment.
enum ServeKey: String, CaseIterable {
    case host, port
    case dataDir = "data_dir"
    case agentsDir = "agents_dir"
    case tlsCertificate = "tls_certificate"
    case tlsKey = "tls_key"
    case insecureHTTP = "insecure_http"
    case publicURL = "public_url"
    case gitBaseURL = "git_base_url"
    case gitHosts = "git_hosts"
    case gitAllow = "git_allow"
    case gitSSH = "git_ssh"
    case gitSSHKnownHosts = "git_ssh_known_hosts"
    case gitPushBranches = "git_push_branches"
    case gitPromoteBranches = "git_promote_branches"
    case gitMirrorMiB = "git_mirror_mib"
    case forgeAPIURL = "forge_api_url"
    case maxRunning = "max_running"
    case warmContainers = "warm_containers"
    case cpuUnits = "cpu_units"
    case memoryMiB = "memory_mib"
    case minFreeDiskMiB = "min_free_disk_mib"
    case workspaceMaxMiB = "workspace_max_mib"
    case workspaceDays = "workspace_days"
    case retentionDays = "retention_days"
    case modelUpstreams = "model_upstreams"
    case webhookPrivateHosts = "webhook_private_hosts"
    case harness
    case drainSeconds = "drain_seconds"
    case masterKeyFile = "master_key_file"
    case strict, runtime
    case allowDirect = "allow_direct"
    case metrics
    case logFormat = "log_format"
    case logLevel = "log_level"
    case accessLog = "access_log"

    var variable: String { "OUTPOST_" + rawValue.uppercased() }

    /// The option of `outpost serve`, for those that have one.
    var flag: String {
        // One of several on the command line.
        self == .modelUpstreams ? "--model-upstream" : "--" + rawValue.replacing("_", with: "-")
    }
}
