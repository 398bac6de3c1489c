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
            ("Tmpfs", got.tmpfs == asked.tmpfs),
            ("Mounts", sameMounts(asked.mounts, got.mounts)),
            ("Binds", (got.binds ?? []).isEmpty),
            ("Devices", (got.devices ?? []).isEmpty),
            ("PidsLimit", got.pidsLimit == asked.pidsLimit),
            ("Memory", got.memory == asked.memory),
            ("MemorySwap", got.memorySwap == asked.memorySwap),
            ("NanoCpus", got.nanoCPUs == asked.nanoCPUs),
            ("Ulimits", Set(got.ulimits ?? []) == Set(asked.ulimits ?? [])),
            ("IpcMode", got.ipcMode == asked.ipcMode),
            ("CgroupnsMode", got.cgroupnsMode == asked.cgroupnsMode),
            ("PidMode", (got.pidMode ?? "").isEmpty || got.pidMode == "private"),
            ("RestartPolicy", ["no", ""].contains(got.restartPolicy?.name ?? "")),
            ("AutoRemove", got.autoRemove != true),
            ("NetworkMode", asked.networkMode == nil || got.networkMode == asked.networkMode),
            ("Runtime", asked.runtime == nil || got.runtime == asked.runtime),
        ]
        return checks.filter { !$0.1 }.map(\.0)
    }

    private static func configDifferences(_ asked: ContainerCreateBody, _ got: ContainerInspect) -> [String] {
        let allowed = Set((asked.hostConfig.mounts ?? []).map(\.target) + (asked.hostConfig.tmpfs ?? [:]).keys)
        let checks: [(String, Bool)] = [
            ("User", got.config.user == asked.config.user),
            ("Entrypoint", got.config.entrypoint == asked.config.entrypoint),
            ("NetworkDisabled", got.config.networkDisabled ?? false == asked.config.networkDisabled ?? false),
            ("Tty", got.config.tty != true),
            ("volumes of the image", got.mounts.allSatisfy { allowed.contains($0.destination) }),
        ]
        return checks.filter { !$0.1 }.map(\.0)
    }

    /// Podman names the capabilities one by one.
    private static func isAll(_ capabilities: [String]?) -> Bool {
        guard let capabilities else { return false }
        return capabilities.contains("ALL") || capabilities.count > 10
    }

    private static func hasNoNewPrivileges(_ options: [String]?) -> Bool {
        (options ?? []).contains { $0 == "no-new-privileges" || $0 == "no-new-privileges:true" }
    }

    private static func sameMounts(_ asked: [Mount]?, _ got: [Mount]?) -> Bool {
        let asked = asked ?? []
        let got = got ?? []
        return asked.count == got.count
            && asked.allSatisfy { mount in
                got.contains { other in
                    other.kind == mount.kind && other.source == mount.source && other.target == mount.target
                        && other.readOnly == mount.readOnly
                }
            }
    }
}
