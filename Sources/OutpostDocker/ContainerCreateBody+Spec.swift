internal import DockerEngine
internal import OutpostCore

extension ContainerCreateBody {
    /// The user and group that agents run as; `base` makes it.
    static let user = "1000:1000"
    /// Where the door's directory appears in the container.
    static let doorDirectory = "/run/outpost"
    static let workspaceFolder = "/workspace"
    static let entrypoint = "/opt/outpost/entrypoint"

    /// The hardened container that every dispatch gets, whether it is made for it or ahead of it.
    ///
    /// Nothing in it comes from a request but the choice of agent and tier, so nothing a tenant sends reaches the
    /// engine.
    init(_ spec: ContainerSpec, host: HostCapacity) {
        var config = ContainerConfig(image: spec.image, labels: ContainerLabel.all(of: spec))
        config.user = Self.user
        config.entrypoint = [Self.entrypoint]
        config.command = []
        config.workingDirectory = Self.workspaceFolder
        config.stopSignal = "SIGTERM"
        config.hostname = "outpost"
        config.tty = false
        config.openStdin = false
        var hostConfig = HostConfig(hardenedFor: spec.resources, host: host)
        hostConfig.runtime = spec.runtime
        switch spec.door {
        case .directory(let path):
            config.networkDisabled = true
            // Podman ignores the field above.
            hostConfig.networkMode = "none"
            config.environment = ["OUTPOST_DOOR=unix:\(Self.doorDirectory)/door.sock"]
            hostConfig.mounts = [Mount(kind: .bind, source: path, target: Self.doorDirectory, readOnly: true)]
        case .bridge(let network, let host, let port, let bootToken):
            config.environment = ["OUTPOST_DOOR=tcp:\(host):\(port)", "OUTPOST_BOOT_TOKEN=\(bootToken.value)"]
            hostConfig.networkMode = network
        }
        if let workspace = spec.workspace {
            // Without capabilities and with no-new-privileges, setuid bits and device files in it are of no use.
            hostConfig.tmpfs?[Self.workspaceFolder] = nil
            let mount = Mount(kind: .volume, source: workspace.name, target: Self.workspaceFolder)
            hostConfig.mounts = (hostConfig.mounts ?? []) + [mount]
        }
        self.init(config: config, hostConfig: hostConfig)
    }
}

extension HostConfig {
    init(hardenedFor resources: Resources, host: HostCapacity) {
        self.init()
        let memory = min(Int64(resources.memoryMiB) << 20, host.memory)
        usesInit = true
        readonlyRootfs = true
        privileged = false
        capDrop = ["ALL"]
        securityOpt = ["no-new-privileges:true"]
        tmpfs = Self.tmpfs(memory: memory, isPodman: host.isPodman)
        shmSize = 64 << 20
        pidsLimit = Int64(resources.pids)
        self.memory = memory
        memorySwap = memory
        nanoCPUs = min(Int64(resources.cpuUnits) * 1_000_000_000 / 1024, Int64(host.cpus) * 1_000_000_000)
        oomScoreAdj = 500
        ulimits = [Ulimit(name: "nofile", limit: 4096), Ulimit(name: "core", limit: 0)]
        ipcMode = "private"
        cgroupnsMode = host.givesCgroupNamespaces ? "private" : nil
        restartPolicy = RestartPolicy(name: "no")
        autoRemove = false
        // The attached stream is the log of record; the engine's copy only bridges a crash of ours.
        logConfig = LogConfig(type: "json-file", config: ["max-size": "16m", "max-file": "2"])
    }

    /// Everything that can be written to, in memory and bounded by it: the agent keeps at least a quarter for itself.
    private static func tmpfs(memory: Int64, isPodman: Bool) -> [String: String] {
        // Podman refuses an id; its `U` is the user of the container.
        let owner = isPodman ? "U" : "uid=1000,gid=1000"
        func options(_ size: Int64, mode: String = "0755") -> String {
            "rw,exec,nosuid,nodev,size=\(size),mode=\(mode),\(owner)"
        }
        var folders = [
            ContainerCreateBody.workspaceFolder: options(memory / 2),
            "/home/outpost": options(memory / 8),
            "/tmp": options(memory / 8, mode: "1777"),
            "/run/job": options(16 << 20, mode: "0700"),
        ]
        // Beside a read-only root Podman mounts memory there that anybody can fill, unless it is told otherwise.
        if isPodman { folders["/var/tmp"] = "rw,noexec,nosuid,nodev,size=65536,mode=0755" }
        return folders
    }
}
