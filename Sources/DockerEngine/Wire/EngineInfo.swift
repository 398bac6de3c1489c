/// What an engine says of itself and its host; only the fields used here.
package struct EngineInfo: Decodable, Sendable, Hashable {
    /// Identity of the engine's storage; another id means another engine, whose missing containers prove nothing.
    ///
    /// Empty for Podman, which makes one up for each answer.
    package var id: String
    /// Version of the engine, such as 20.10.24.
    package var serverVersion: String
    /// Storage driver, such as `overlay2`.
    package var driver: String
    /// `1` or `2`; empty for engines that do not say.
    package var cgroupVersion: String
    /// Driver of the control groups, `cgroupfs` or `systemd`.
    package var cgroupDriver: String
    /// Number of processors.
    package var cpus: Int
    /// Bytes.
    package var memory: Int64
    /// Name of the host's distribution; "Docker Desktop" in its virtual machine.
    package var operatingSystem: String
    /// Version of the host's kernel.
    package var kernelVersion: String
    /// Architecture as `uname` says it, such as x86_64.
    package var architecture: String
    /// Name of the host.
    package var name: String
    /// Such as `name=seccomp,profile=default` and `name=rootless`.
    package var securityOptions: [String]
    /// Names of the OCI runtimes.
    package var runtimes: [String]
    /// Runtime of containers that ask for none.
    package var defaultRuntime: String
    /// What the engine says of its runc: a version, on some builds a commit.
    package var runcCommit: String
    /// What the engine itself warns of, such as missing swap limits.
    package var warnings: [String]
    /// Where the engine keeps its data.
    package var rootDirectory: String
    /// Whether containers survive a restart of the daemon.
    package var liveRestoreEnabled: Bool
    /// Number of running containers, everybody's.
    package var containersRunning: Int
    /// Whether it is Podman's service, which spells some options its own way.
    package var isPodman: Bool
    /// The host's clock when it answered; nil for engines that do not say.
    package var systemTime: EngineTime?
    /// What its control groups cannot limit, such as `memory`; empty for engines that do not say.
    package var missingLimits: [String]
    /// Where bridge networks get their addresses from; empty means the engine's own choice.
    package var addressPools: [AddressPool]
    /// Proxies that the engine itself uses to fetch images, by the variables' names; only those that are set.
    package var proxies: [String: String]

    /// A range that networks are cut from.
    package struct AddressPool: Decodable, Sendable, Hashable {
        /// The range in CIDR form.
        package let base: String
        /// Bits of the prefix of each network.
        package let size: Int

        enum CodingKeys: String, CodingKey {
            case base = "Base"
            case size = "Size"
        }
    }

    /// Whether a container can have a cgroup namespace of its own.
    ///
    /// Podman before 5.8 gives one on version 2 of cgroups alone.
    package var givesCgroupNamespaces: Bool {
        let numbers = serverVersion.split(separator: ".").prefix(2).map { Int($0) ?? 0 }
        return !isPodman || cgroupVersion != "1" || !numbers.lexicographicallyPrecedes([5, 8])
    }

    /// Reads the engine's JSON.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        isPodman = container.contains(.buildahVersion)
        id = isPodman ? "" : try container.value(.id, default: "")
        serverVersion = try container.value(.serverVersion, default: "")
        driver = try container.value(.driver, default: "")
        cgroupVersion = try container.value(.cgroupVersion, default: "")
        cgroupDriver = try container.value(.cgroupDriver, default: "")
        cpus = try container.value(.cpus, default: 0)
        memory = try container.value(.memory, default: 0)
        operatingSystem = try container.value(.operatingSystem, default: "")
        kernelVersion = try container.value(.kernelVersion, default: "")
        architecture = try container.value(.architecture, default: "")
        name = try container.value(.name, default: "")
        securityOptions = try container.value(.securityOptions, default: [])
        let table: [String: Runtime] = try container.value(.runtimes, default: [:])
        runtimes = table.keys.sorted()
        defaultRuntime = try container.value(.defaultRuntime, default: "")
        let commit: Commit? = try container.decodeIfPresent(Commit.self, forKey: .runcCommit)
        runcCommit = commit?.id ?? ""
        warnings = try container.value(.warnings, default: [])
        rootDirectory = try container.value(.rootDirectory, default: "")
        liveRestoreEnabled = try container.value(.liveRestoreEnabled, default: false)
        containersRunning = try container.value(.containersRunning, default: 0)
        systemTime = try container.time(.systemTime)
        missingLimits = try [("memory", .memoryLimit), ("processes", .pidsLimit), ("processors", .cpuQuota)]
            .compactMap { (name: String, key: CodingKeys) in try container.value(key, default: true) ? nil : name }
        addressPools = try container.value(.addressPools, default: [])
        proxies = [:]
        for (name, key) in [("HTTP_PROXY", CodingKeys.httpProxy), ("HTTPS_PROXY", .httpsProxy), ("NO_PROXY", .noProxy)]
        {
            let value = try container.value(key, default: "")
            if !value.isEmpty { proxies[name] = value }
        }
    }

    private struct Runtime: Decodable {}

    private struct Commit: Decodable {
        let id: String?
        enum CodingKeys: String, CodingKey { case id = "ID" }
    }

    enum CodingKeys: String, CodingKey {
        case id = "ID"
        case serverVersion = "ServerVersion"
        case driver = "Driver"
        case cgroupVersion = "CgroupVersion"
        case cgroupDriver = "CgroupDriver"
        case cpus = "NCPU"
        case memory = "MemTotal"
        case operatingSystem = "OperatingSystem"
        case kernelVersion = "KernelVersion"
        case architecture = "Architecture"
        case name = "Name"
        case securityOptions = "SecurityOptions"
        case runtimes = "Runtimes"
        case defaultRuntime = "DefaultRuntime"
        case runcCommit = "RuncCommit"
        case warnings = "Warnings"
        case rootDirectory = "DockerRootDir"
        case liveRestoreEnabled = "LiveRestoreEnabled"
        case containersRunning = "ContainersRunning"
        case buildahVersion = "BuildahVersion"
        case systemTime = "SystemTime"
        case memoryLimit = "MemoryLimit"
        case pidsLimit = "PidsLimit"
        case cpuQuota = "CpuCfsQuota"
        case addressPools = "DefaultAddressPools"
        case httpProxy = "HttpProxy"
        case httpsProxy = "HttpsProxy"
        case noProxy = "NoProxy"
    }
}
