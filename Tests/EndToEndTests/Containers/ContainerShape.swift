internal import DockerEngine
internal import Testing

/// What the engine must say about an agent's container.
enum ContainerShape {
    /// Checks a container of the tier `fast` whose door is a socket below `door`.
    ///
    /// Podman says some of it in other words, and some of it only by what the container finds inside.
    static func check(_ container: ContainerInspect, door: String, of engine: EngineInfo) {
        let host = container.hostConfig
        checkRights(host, of: engine)
        #expect(host.networkMode == "none")
        #expect(container.config.networkDisabled == (engine.isPodman ? nil : true))
        #expect(container.config.user == "1000:1000")
        #expect(container.config.tty == false)
        #expect(container.config.openStdin == false)
        #expect(container.config.entrypoint == ["/opt/outpost/entrypoint"])
        let variables = container.config.environment ?? []
        #expect(variables.filter { $0.hasPrefix("OUTPOST_") } == ["OUTPOST_DOOR=unix:/run/outpost/door.sock"])
        #expect(container.networks.values.allSatisfy { $0.ipAddress.isEmpty })
        checkMounts(container, door: door, of: engine)
        #expect(host.readonlyRootfs == true)
        #expect(host.privileged == false)
        #expect(host.usesInit == true)
        #expect((host.devices ?? []).isEmpty)
        #expect(host.memory == 1 << 30)
        #expect(host.memorySwap == 1 << 30)
        #expect(host.nanoCPUs == 500_000_000)
        #expect(host.pidsLimit == 512)
        #expect(host.ipcMode == "private")
        #expect(["", "private"].contains(host.pidMode ?? ""))
        #expect(["", "no"].contains(host.restartPolicy?.name ?? ""))
        #expect(host.autoRemove != true)
        #expect(host.logConfig?.type == "json-file")
    }

    private static func checkRights(_ host: HostConfig, of engine: EngineInfo) {
        #expect((host.capAdd ?? []).isEmpty)
        let limits: Set = [Ulimit(name: "nofile", limit: 4096), Ulimit(name: "core", limit: 0)]
        guard !engine.isPodman else {
            // It lists what it drops in place of `ALL`, and adds a limit of its own.
            #expect(Set(host.capDrop ?? []).count >= 11)
            #expect(host.securityOpt == ["no-new-privileges"])
            #expect(limits.isSubset(of: Set(host.ulimits ?? [])))
            return
        }
        #expect(host.capDrop == ["ALL"])
        #expect(host.securityOpt == ["no-new-privileges:true"])
        #expect(host.cgroupnsMode == "private")
        #expect(host.logConfig?.config?["max-size"] != nil)
        #expect(Set(host.ulimits ?? []) == limits)
    }

    private static func checkMounts(_ container: ContainerInspect, door: String, of engine: EngineInfo) {
        // Podman notes mounts as binds.
        #expect((container.hostConfig.binds ?? []).count == (engine.isPodman ? 1 : 0))
        let folders = Set((container.hostConfig.tmpfs ?? [:]).keys)
        let podmans: Set = engine.isPodman ? ["/var/tmp"] : []
        #expect(folders == podmans.union(["/workspace", "/home/outpost", "/tmp", "/run/job"]))
        for options in (container.hostConfig.tmpfs ?? [:]).values {
            #expect(options.contains("nosuid") && options.contains("nodev") && options.contains("size="))
        }
        let mounts = container.mounts.filter { $0.kind != "tmpfs" }
        #expect(mounts.map(\.destination) == ["/run/outpost"])
        #expect(mounts.allSatisfy { $0.kind == "bind" && !$0.isWritable && $0.source.hasPrefix(door + "/") })
    }
}
