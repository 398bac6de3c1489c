package import DockerEngine

/// Judges an engine by what it says of itself, before untrusted code runs on it.
package enum EnginePreflight {
    /// Looks at versions, kernel features and settings.
    ///
    /// - Parameters:
    ///   - info: the answer to `GET /info`.
    ///   - version: the answer to `GET /version`.
    /// - Returns: a finding for each thing looked at, the good ones included.
    package static func findings(info: EngineInfo, version: EngineVersion) -> [PreflightFinding] {
        [api(version)] + versions(info, version) + [seccomp(info), mandatoryAccess(info), users(info)]
            + [limits(info), controlGroups(info), liveRestore(info), storage(info)]
    }

    private static func api(_ version: EngineVersion) -> PreflightFinding {
        let range = "\(APIVersion.oldest) to \(APIVersion.newest)"
        if let oldest = APIVersion(version.minimumAPIVersion), oldest > APIVersion.newest {
            return PreflightFinding(
                "API",
                .error,
                "the engine speaks \(oldest) and later, and Outpost \(range): no call is understood",
                advice: "take a newer Outpost, or set DOCKER_MIN_API_VERSION=\(APIVersion.newest) for the engine"
            )
        }
        guard let newest = APIVersion(version.apiVersion), newest < APIVersion.oldest else {
            return PreflightFinding("API", .ok, version.apiVersion.isEmpty ? range : version.apiVersion)
        }
        return tooOld(newest)
    }

    /// The finding about an engine that is older than anything that we speak.
    package static func tooOld(_ offered: APIVersion) -> PreflightFinding {
        PreflightFinding(
            "API",
            .error,
            "the engine speaks \(offered), and \(APIVersion.oldest) is the least that is needed: nothing can run",
            advice: "install Docker Engine 20.10 or later: curl -fsSL https://get.docker.com | sudo sh"
        )
    }

    private static func versions(_ info: EngineInfo, _ version: EngineVersion) -> [PreflightFinding] {
        guard !info.isPodman else {
            return [
                PreflightFinding(
                    "Podman",
                    .note,
                    "\(version.version): its known defects are not looked up here",
                    advice: "the security tracker of its distribution has them"
                )
            ]
        }
        // Where it is a version, the commit has the distribution's number too, which the component's version lacks.
        let runc = KnownDefect.numbers(info.runcCommit) == nil ? version.components["runc"] : info.runcCommit
        let parts = [("Engine", version.version)] + (runc.map { [("runc", $0)] } ?? [])
        return parts.flatMap { name, number in
            let defects = KnownDefect.all.filter { $0.component == name && $0.affects(number) }
            guard !defects.isEmpty else { return [PreflightFinding(name, .ok, "\(number): no known defect")] }
            return defects.map { defect in
                PreflightFinding(
                    name,
                    defect.level,
                    "\(number): \(defect.effect)",
                    advice: "take \(defect.fixedIn.joined(separator: " or ")) or later; a distribution may have "
                        + "repaired it under an older number, which its security tracker says",
                    sources: defect.sources
                )
            }
        }
    }

    private static func seccomp(_ info: EngineInfo) -> PreflightFinding {
        guard let option = option("seccomp", info) else {
            return PreflightFinding(
                "seccomp",
                .error,
                "the engine filters no system calls",
                advice:
                    "use a kernel and an engine with seccomp, and start the engine without seccomp-profile=unconfined"
            )
        }
        guard !option.contains("profile=unconfined") else {
            return PreflightFinding(
                "seccomp",
                .error,
                "the engine's profile is 'unconfined'",
                advice: "remove \"seccomp-profile\" from /etc/docker/daemon.json, then: sudo systemctl restart docker"
            )
        }
        guard !info.isPodman || !option.contains("profile=default") else {
            return PreflightFinding(
                "seccomp",
                .warning,
                "Podman's profile lets agents make user namespaces, which Docker's does not",
                advice: "sysctl user.max_user_namespaces=0, or a seccomp_profile in containers.conf that refuses them"
            )
        }
        return PreflightFinding("seccomp", .ok, "on")
    }

    private static func mandatoryAccess(_ info: EngineInfo) -> PreflightFinding {
        for name in ["apparmor", "selinux"] where option(name, info) != nil {
            return PreflightFinding("mandatory access", .ok, "\(name) confines containers")
        }
        return PreflightFinding(
            "mandatory access",
            .note,
            "neither AppArmor nor SELinux confines containers",
            advice: "install apparmor on Debian and Ubuntu; set selinux-enabled on Fedora and its relatives"
        )
    }

    private static func users(_ info: EngineInfo) -> PreflightFinding {
        if option("rootless", info) != nil { return PreflightFinding("users", .ok, "the engine is rootless") }
        if option("userns", info) != nil { return PreflightFinding("users", .ok, "containers' users are mapped") }
        return PreflightFinding(
            "users",
            .note,
            "a container's users are the host's; agents are uid 1000, never root",
            advice: "userns-remap in the engine's daemon.json, or a rootless engine, makes an escape worth less"
        )
    }

    private static func limits(_ info: EngineInfo) -> PreflightFinding {
        var missing = info.warnings.filter { warning in
            ["memory limit", "swap limit", "pids limit", "cpu cfs", "cpuset"].contains {
                warning.lowercased().contains("no \($0)")
            }
        }
        // Podman says so of hosts where it does limit them.
        if missing.isEmpty, !info.isPodman { missing = info.missingLimits.map { "no limit of \($0)" } }
        guard !missing.isEmpty else { return PreflightFinding("limits", .ok, "memory, swap, processes and processors") }
        return PreflightFinding(
            "limits",
            .error,
            "the engine says: \(missing.joined(separator: "; ")); one agent could take the whole machine",
            advice: "add cgroup_enable=memory swapaccount=1 (or systemd.unified_cgroup_hierarchy=1) to "
                + "GRUB_CMDLINE_LINUX in /etc/default/grub, then: sudo update-grub && sudo reboot"
        )
    }

    private static func controlGroups(_ info: EngineInfo) -> PreflightFinding {
        guard info.cgroupDriver != "none" else {
            return PreflightFinding(
                "cgroups",
                .error,
                "the engine's driver is 'none': nothing that a container takes is limited",
                advice:
                    "give the user's systemd the controllers (version 2 of cgroups, Delegate=cpu memory pids), then: "
                    + "systemctl --user restart docker"
            )
        }
        guard info.cgroupVersion == "1" else {
            return PreflightFinding(
                "cgroups",
                .ok,
                info.cgroupVersion.isEmpty
                    ? "unknown"
                    : "version \(info.cgroupVersion)" + (info.cgroupDriver.isEmpty ? "" : ", \(info.cgroupDriver)")
            )
        }
        guard info.givesCgroupNamespaces else {
            return PreflightFinding(
                "cgroups",
                .warning,
                "version 1: this Podman leaves containers in the host's cgroup namespace, whose paths they see",
                advice: "take Podman 5.8 or later, or version 2 of cgroups (systemd.unified_cgroup_hierarchy=1)"
            )
        }
        return PreflightFinding(
            "cgroups",
            .note,
            "version 1",
            advice: "version 2 (systemd.unified_cgroup_hierarchy=1) limits memory more evenly"
        )
    }

    private static func liveRestore(_ info: EngineInfo) -> PreflightFinding {
        guard !info.isPodman else {
            return PreflightFinding("live-restore", .ok, "containers outlive Podman's service")
        }
        guard !info.liveRestoreEnabled else { return PreflightFinding("live-restore", .ok, "on") }
        return PreflightFinding(
            "live-restore",
            .note,
            "off: a restart of the engine ends running dispatches",
            advice: "add \"live-restore\": true to /etc/docker/daemon.json, then: sudo systemctl reload docker"
        )
    }

    private static func storage(_ info: EngineInfo) -> PreflightFinding {
        // What Docker calls overlay2 is overlay for Podman.
        guard ["vfs", "aufs", "devicemapper"].contains(info.driver) || info.driver == "overlay" && !info.isPodman else {
            return PreflightFinding("storage", .ok, info.driver)
        }
        return PreflightFinding(
            "storage",
            .warning,
            info.driver == "vfs"
                ? "vfs copies every layer: images take many times their size, and starts are slow"
                : "\(info.driver) is given up, and newer engines do not start with it",
            advice: "set \"storage-driver\": \"overlay2\" in /etc/docker/daemon.json, then: "
                + "sudo systemctl restart docker (images have to be built again)"
        )
    }

    private static func option(_ name: String, _ info: EngineInfo) -> String? {
        info.securityOptions.first { $0 == name || $0 == "name=\(name)" || $0.hasPrefix("name=\(name),") }
    }
}
