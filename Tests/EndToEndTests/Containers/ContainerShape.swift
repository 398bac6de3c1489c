internal import DockerEngine
internal import Testing

/// What the engine must say about an agent's container.
enum ContainerShape {
    /// Checks a container of the tier `fast` whose door is a socket below `door`.
    static func check(_ container: ContainerInspect, door: String) {
        let host = container.hostConfig
        #expect(container.config.user == "1000:1000")
        #expect(container.config.networkDisabled == true)
        #expect(container.config.tty == false)
        #expect(container.config.openStdin == false)
        #expect(container.config.entrypoint == ["/opt/outpost/entrypoint"])
        let variables = container.config.environment ?? []
        #expect(variables.filter { $0.hasPrefix("OUTPOST_") } == ["OUTPOST_DOOR=unix:/run/outpost/door.sock"])
        #expect(container.networks.values.allSatisfy { $0.ipAddress.isEmpty })
        checkMounts(container, door: door)
        #expect(host.readonlyRootfs == true)
        #expect(host.privileged == false)
        #expect(host.usesInit == true)
        #expect(host.capDrop == ["ALL"])
        #expect((host.capAdd ?? []).isEmpty)
        #expect(host.securityOpt == ["no-new-privileges:true"])
        #expect((host.devices ?? []).isEmpty)
        #expect(host.memory == 1 << 30)
        #expect(host.memorySwap == 1 << 30)
        #expect(host.nanoCPUs == 500_000_000)
        #expect(host.pidsLimit == 512)
        #expect(host.ipcMode == "private")
        #expect(host.cgroupnsMode == "private")
        #expect(["", "private"].contains(host.pidMode ?? ""))
        #expect(["", "no"].contains(host.restartPolicy?.name ?? ""))
        #expect(host.autoRemove != true)
        #expect(host.logConfig?.type == "json-file")
        #expect(host.logConfig?.config?["max-size"] != nil)
        #expect(Set(host.ulimits ?? []) == [Ulimit(name: "nofile", limit: 4096), Ulimit(name: "core", limit: 0)])
    }

    private static func checkMounts(_ container: ContainerInspect, door: String) {
        #expect((container.hostConfig.binds ?? []).isEmpty)
        let folders = Set((container.hostConfig.tmpfs ?? [:]).keys)
        #expect(folders == ["/workspace", "/home/outpost", "/tmp", "/run/job"])
        for options in (container.hostConfig.tmpfs ?? [:]).values {
            #expect(options.contains("nosuid") && options.contains("nodev") && options.contains("size="))
        }
        let mounts = container.mounts.filter { $0.kind != "tmpfs" }
        #expect(mounts.map(\.destination) == ["/run/outpost"])
        #expect(mounts.allSatisfy { $0.kind == "bind" && !$0.isWritable && $0.source.hasPrefix(door + "/") })
    }
}
