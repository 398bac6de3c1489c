extension CISBenchmark {
    static let rights: [Row] = [
        Row(
            1,
            "swarm mode is not enabled where it is not needed",
            .doesNotApply(because: "no service is made: the engine's own setting")
        ),
        Row(
            2,
            "an AppArmor profile is in force where the host has it",
            // An engine without AppArmor leaves it empty; "unconfined" would be somebody's choice.
            .inspect { ["", "docker-default", "containers-default"].contains($0.appArmorProfile ?? "") }
        ),
        Row(
            3,
            "SELinux options are not taken away where the host has it",
            .inspect { !($0.hostConfig.securityOpt ?? []).contains { $0.hasPrefix("label") } }
        ),
        Row(
            4,
            "kernel capabilities are restricted",
            .inspect { $0.hostConfig.dropsAllCapabilities && ($0.hostConfig.capAdd ?? []).isEmpty }
        ),
        Row(5, "no privileged container", .inspect { !$0.hostConfig.privileged }),
        Row(
            6,
            "no sensitive directory of the host is mounted",
            .inspect {
                $0.mounts.allSatisfy { $0.kind == "tmpfs" || $0.destination == "/run/outpost" && !$0.isWritable }
                    && ($0.hostConfig.volumesFrom ?? []).isEmpty
            }
        ),
        Row(7, "no sshd in the container", .inside { $0["sshd"] == "False" }),
        Row(8, "no privileged port is mapped", .inspect { ($0.hostConfig.portBindings ?? [:]).isEmpty }),
        Row(
            9,
            "only needed ports are open",
            .inspect { !$0.hostConfig.publishAllPorts && ($0.hostConfig.portBindings ?? [:]).isEmpty }
        ),
        Row(
            10,
            "the host's network namespace is not shared",
            .inspect { $0.hostConfig.networkMode == "none" && $0.config.networkDisabled != false }
        ),
    ]

    static let limits: [Row] = [
        Row(
            11,
            "memory is limited, swap included",
            .inspect { $0.hostConfig.memory == 1 << 30 && $0.hostConfig.memorySwap == $0.hostConfig.memory }
        ),
        Row(12, "processor time is limited", .inspect { $0.hostConfig.nanoCPUs == 500_000_000 }),
        Row(13, "the root file system is read-only", .inspect { $0.hostConfig.readonlyRootfs }),
        Row(
            14,
            "incoming traffic is bound to a host interface",
            .inspect { $0.networkSettings.networks.values.allSatisfy(\.address.isEmpty) }
        ),
        Row(
            15,
            "restarts are bounded",
            .inspect { [.name("no"), .name("")].contains($0.hostConfig.restartPolicy["Name"]) }
        ),
        Row(
            16,
            "the host's process namespace is not shared",
            .inspect { ["", "private"].contains($0.hostConfig.pidMode) }
        ),
        Row(17, "the host's IPC namespace is not shared", .inspect { $0.hostConfig.ipcMode == "private" }),
        Row(18, "no device of the host is exposed", .inspect { ($0.hostConfig.devices ?? []).isEmpty }),
        Row(
            19,
            "ulimits are set where needed",
            .inspect { container in
                let limits = (container.hostConfig.ulimits ?? []).map { "\($0.plainName) \($0.soft) \($0.hard)" }
                return Set(limits.filter { !$0.hasPrefix("nproc ") }) == ["nofile 4096 4096", "core 0 0"]
            }
        ),
        Row(
            20,
            "mounts do not propagate",
            .inspect { $0.mounts.allSatisfy { ["", "rprivate", "private"].contains($0.propagation ?? "") } }
        ),
    ]

    static let separation: [Row] = [
        Row(
            21,
            "the host's UTS namespace is not shared",
            .inspect { ["", "private"].contains($0.hostConfig.utsMode) }
        ),
        Row(
            22,
            "the default seccomp profile is on",
            .inspect { !($0.hostConfig.securityOpt ?? []).contains { $0.hasPrefix("seccomp") } }
        ),
        Row(23, "no exec with --privileged", .doesNotApply(because: "the engine's exec is never called")),
        Row(24, "no exec as root", .doesNotApply(because: "the engine's exec is never called")),
        Row(25, "the engine's cgroup is used", .inspect { $0.hostConfig.cgroupParent.isEmpty }),
        Row(
            26,
            "no process can gain privileges",
            .inspect { container in
                ["no-new-privileges:true", "no-new-privileges"].contains { word in
                    (container.hostConfig.securityOpt ?? []).contains(word)
                }
            }
        ),
        Row(
            27,
            "health is checked",
            .doesNotApply(because: "a dispatch ends: its deadline and its exit are watched instead")
        ),
        Row(28, "the latest image is used", .doesNotApply(because: "images are named by the digest of their sources")),
        Row(29, "the number of processes is limited", .inspect { $0.hostConfig.pidsLimit == 512 }),
        Row(30, "docker0 is not used", .inspect { $0.networkSettings.networks["bridge"] == nil }),
        Row(31, "the host's user namespace is not asked for", .inspect { $0.hostConfig.usernsMode.isEmpty }),
        Row(
            32,
            "no engine's socket is mounted",
            .inspect { $0.mounts.allSatisfy { !($0.source ?? "").contains("docker.sock") } }
        ),
    ]
}
