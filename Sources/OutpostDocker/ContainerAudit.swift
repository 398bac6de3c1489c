internal import DockerEngine

/// Compares the container that the engine made with the one that was asked for.
///
/// Engines ignore fields that they do not know, so a container is started only after everything that isolation rests
/// on has been read back.
enum ContainerAudit {
    /// Names of the fields that differ; empty when the container is as asked.
    static func differences(asked: ContainerCreateBody, got: ContainerInspect) -> [String] {
        hostDifferences(asked.hostConfig, got.hostConfig) + configDifferences(asked, got)
    }

    private static func hostDifferences(_ asked: HostConfig, _ got: HostConfig) -> [String] {
        let checks: [(String, Bool)] = [
            ("Init", got.usesInit == asked.usesInit),
            ("ReadonlyRootfs", got.readonlyRootfs == asked.readonlyRootfs),
            ("Privileged", got.privileged != true),
            ("CapDrop", isAll(got.capDrop)),
            ("CapAdd", (got.capAdd ?? []).isEmpty),
            ("SecurityOpt", hasNoNewPrivileges(got.securityOpt)),
            ("Tmpfs", MountAudit.isSame(asked.tmpfs ?? [:], got.tmpfs ?? [:])),
            ("Binds", MountAudit.areAsked(binds: got.binds ?? [], asked.mounts ?? [])),
            ("Devices", (got.devices ?? []).isEmpty),
            ("PidsLimit", got.pidsLimit == asked.pidsLimit),
            ("Memory", got.memory == asked.memory),
            ("MemorySwap", got.memorySwap == asked.memorySwap),
            ("NanoCpus", got.nanoCPUs == asked.nanoCPUs),
            // Podman adds its defaults.
            ("Ulimits", Set(got.ulimits ?? []).isSuperset(of: asked.ulimits ?? [])),
            ("IpcMode", got.ipcMode == asked.ipcMode),
            ("CgroupnsMode", asked.cgroupnsMode == nil || got.cgroupnsMode == asked.cgroupnsMode),
            ("PidMode", (got.pidMode ?? "").isEmpty || got.pidMode == "private"),
            ("RestartPolicy", ["no", ""].contains(got.restartPolicy?.name ?? "")),
            ("AutoRemove", got.autoRemove != true),
            ("NetworkMode", got.networkMode == asked.networkMode),
            ("Runtime", asked.runtime == nil || got.runtime == asked.runtime),
        ]
        return checks.filter { !$0.1 }.map(\.0)
    }

    private static func configDifferences(_ asked: ContainerCreateBody, _ got: ContainerInspect) -> [String] {
        let mounts = asked.hostConfig.mounts ?? []
        let allowed = Set(mounts.map(\.target) + (asked.hostConfig.tmpfs ?? [:]).keys)
        let checks: [(String, Bool)] = [
            ("User", got.config.user == asked.config.user),
            ("Entrypoint", got.config.entrypoint == asked.config.entrypoint),
            ("NetworkDisabled", isNetworkless(got) || asked.config.networkDisabled != true),
            ("Tty", got.config.tty != true),
            ("Mounts", MountAudit.isSame(mounts, got)),
            ("volumes of the image", got.mounts.allSatisfy { allowed.contains($0.destination) }),
        ]
        return checks.filter { !$0.1 }.map(\.0)
    }

    /// Podman does not know the first, and the second has the same effect.
    private static func isNetworkless(_ got: ContainerInspect) -> Bool {
        got.config.networkDisabled ?? (got.hostConfig.networkMode == "none")
    }

    /// What a container has that drops nothing, as Podman names it; it lists these in place of `ALL`.
    private static let defaultCapabilities: Set<String> = [
        "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP",
        "SETUID", "SYS_CHROOT",
    ]

    private static func isAll(_ capabilities: [String]?) -> Bool {
        let names = Set((capabilities ?? []).map { $0.hasPrefix("CAP_") ? String($0.dropFirst(4)) : $0 })
        return names.contains("ALL") || names.isSuperset(of: defaultCapabilities)
    }

    private static func hasNoNewPrivileges(_ options: [String]?) -> Bool {
        (options ?? []).contains { $0 == "no-new-privileges" || $0 == "no-new-privileges:true" }
    }
}
