internal import DockerEngine
internal import ScriptedModel
internal import Testing

extension ContainerTests {
    @Suite("A container", .serialized, .timeLimit(.minutes(15)))
    struct IsolationTests {
        @Test("has one door and nothing else, and no rights to change that")
        func isolation() async throws {
            try await Workbench.with { bench in
                _ = try await SampleRepository.make(at: bench.repository)
                // A server of this machine that listens everywhere, as so many do.
                try await ScriptedModelServer.withServer(
                    script: ModelScript(steps: [ScriptStep(say: "Open.")]),
                    host: "0.0.0.0"
                ) { open in
                    let port = try #require(open.url.split(separator: ":").last)
                    try await Neighbour.with { neighbour in
                        let hosts = try Engine.hostAddresses()
                        let reachable =
                            hosts.map { "\($0) \(port)" } + ["\(neighbour.address) \(Neighbour.port)"]
                        let sharesNetwork = try await Engine.sharesNetwork()
                        try #require(sharesNetwork == !hosts.isEmpty)
                        for target in reachable where sharesNetwork {
                            let url = "http://" + target.replacing(" ", with: ":")
                            #expect(await Engine.answers(url), "what nobody can reach proves nothing")
                        }
                        let before = open.requests().count
                        try await probe(
                            bench,
                            targets: reachable + ["1.1.1.1 53", "8.8.8.8 443", "169.254.169.254 80"]
                        )
                        #expect(open.requests().count == before)
                    }
                }
            }
        }

        private func probe(_ bench: Workbench, targets: [String]) async throws {
            let ending = try await HeldUpstream.with { upstream in
                try await bench.run(
                    IsolationProbe.agent,
                    targets.joined(separator: "\n") + "\n",
                    options: ["--model-upstream", upstream.url, "--repo", bench.repository]
                ) { _ in
                    try await upstream.duringRequest { _ in
                        let engine = try await Engine.connect().info()
                        ContainerShape.check(try await bench.container(), door: bench.data, of: engine)
                    }
                }
            }
            expect(ending, .success)
            let facts = Facts(try bench.artifacts.text("files/facts"))
            checkRights(facts, isPodman: try await Engine.connect().info().isPodman)
            checkLimits(facts)
            checkNetwork(facts, targets)
            checkDoor(facts, targets)
        }

        private func checkRights(_ facts: Facts, isPodman: Bool) {
            #expect(facts["uid"] == "1000:1000")
            #expect(facts["groups"] == "1000")
            for set in ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"] {
                #expect(facts["state \(set)"] == "0000000000000000")
            }
            #expect(facts["state NoNewPrivs"] == "1")
            #expect(facts["state Seccomp"] == "2")
            #expect(["docker-init", "tini", "catatonit", "podman-init"].contains(facts["init"]))
            // Podman's /sys/fs/cgroup is a memory file system of the container's own where the host has cgroups of version 1.
            let cgroups = isPodman ? [] : ["/sys/fs/cgroup"]
            for folder in ["/", "/usr", "/etc", "/opt/outpost", "/run/outpost", "/proc/sys/kernel"] + cgroups {
                #expect(facts["write \(folder)"] == "no", "\(folder)")
            }
            for folder in ["/workspace", "/tmp", "/home/outpost", "/tmp/outpost-artifacts/files"] {
                #expect(facts["write \(folder)"] == "yes", "\(folder)")
            }
            // Podman's own filter of system calls allows user namespaces, which doctor says.
            for attempt in ["remove the door", "mount", "sudo"] + (isPodman ? [] : ["user namespace"]) {
                #expect(facts[attempt] == "no", "\(attempt)")
            }
            #expect(facts["docker sockets"] == "0")
        }

        /// The tier `fast`: half a processor, 1 GiB.
        private func checkLimits(_ facts: Facts) {
            #expect(facts["nofile"] == "4096")
            #expect(facts["core"] == "0")
            #expect(facts["memory"] == "1073741824")
            // In version 1 of cgroups the number is memory and swap together.
            #expect(["0", "1073741824"].contains(facts["swap"]))
            #expect(facts["pids"] == "512")
            #expect(["50000", "50000 100000"].contains(facts["cpu"]))
        }

        private func checkNetwork(_ facts: Facts, _ targets: [String]) {
            #expect(facts["interfaces"] == "lo ")
            #expect(facts["routes"] == "0")
            #expect(facts["ipv6 routes"] == "0")
            #expect(facts["reach 127.0.0.1 3128"] == "yes")
            #expect(facts["send 127.0.0.1 9"] == "yes")
            for target in targets {
                #expect(facts["reach \(target)"] == "no", "\(target)")
                #expect(facts["send \(target)"] == "no", "\(target)")
            }
            #expect(facts["names"] == "no")
        }

        private func checkDoor(_ facts: Facts, _ targets: [String]) {
            for target in targets + ["example.com 443", "169.254.169.254 80"] {
                #expect(facts["connect \(target)"] == "403", "\(target)")
                #expect(facts["forward \(target)"] == "403", "\(target)")
            }
            #expect(facts["connect without a token"] == "407")
            #expect(facts["model without a token"] == "401")
            #expect(facts["model with another token"] == "401")
            #expect(facts["model"] == "200")
            #expect(facts["job again"] == "410")
            #expect(facts["artifacts without a token"] == "401")
            #expect(facts["own repository"] == "200")
            #expect(facts["own repository without a token"] == "401")
            #expect(facts["another repository"] == "404")
            #expect(["400", "403", "404"].contains(facts["a path out of the repository"]))
            #expect(["403", "404"].contains(facts["a file of the repository"]))
            #expect(facts["push by hand"] == "403")
            #expect(facts["fetch"] == "yes")
            #expect(facts["push"] == "no")
        }
    }
}
