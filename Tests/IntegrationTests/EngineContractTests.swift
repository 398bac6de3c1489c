internal import DockerEngine
internal import Foundation
internal import Testing

@testable internal import OutpostDocker

@Suite("The engine's contract: containers", .whereEngineIsExpected, .liveEngine, .timeLimit(.minutes(10)))
struct EngineContractTests {
    let engine = LiveEngine.current

    @Test("The engine names a version that both sides speak, and itself")
    func identity() async throws {
        let client = try #require(engine).client
        let version = try #require(client.apiVersion)
        #expect(version >= .oldest && version <= .newest)
        let info = try await client.info()
        // Podman makes one up for each answer.
        #expect(info.id.isEmpty == info.isPodman)
        #expect(try await client.info().id == info.id)
        #expect(!info.rootDirectory.isEmpty)
        #expect(info.cpus > 0)
        #expect(info.memory > 0)
        #expect(info.runtimes.contains("runc"))
        #expect(try await client.version().version == info.serverVersion)
        #expect(try await client.diskUsage().layers > 0)
    }

    @Test("A run gives its exact output on each stream, and its exit status")
    func run() async throws {
        let result = try await #require(engine).run("printf 'out\\n'; printf 'err' >&2; printf 'é'; exit 7")
        #expect(result.output == "out\né")
        #expect(result.errors == "err")
        #expect(result.exitCode == 7)
        let state = try #require(result.inspect).state
        #expect(state.hasExited)
        #expect(state.exitCode == 7)
        #expect(state.startedAt != nil)
        #expect(state.finishedAt != nil)
    }

    @Test("A hundred thousand lines arrive whole and in order")
    func manyLines() async throws {
        let result = try await #require(engine).run("seq 1 100000")
        #expect(result.exitCode == 0)
        #expect(result.stdout == (1...100_000).flatMap { Array("\($0)\n".utf8) })
    }

    @Test("Every one of many instant runs is complete")
    func instantRuns() async throws {
        let engine = try #require(engine)
        try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<12 { group.addTask { try await engine.run("echo \(number)").output } }
            let outputs = try await group.reduce(into: Set()) { $0.insert($1) }
            #expect(outputs == Set((0..<12).map { "\($0)\n" }))
        }
    }

    @Test("A networkless container has nothing but loopback")
    func networkless() async throws {
        #expect(try await #require(engine).run("ls /sys/class/net").output == "lo\n")
    }

    @Test("The hardened settings come back from inspect as they were sent, and hold inside")
    func hardened() async throws {
        let engine = try #require(engine)
        var sent: ContainerCreateBody?
        let script = "id -u; touch /x 2>/dev/null || echo ro; grep -E '^(CapEff|NoNewPrivs|Seccomp):' /proc/self/status"
        let result = try await engine.run(script) { body in
            body.config.user = "65534:65534"
            body.hostConfig = Self.hardening
            body.hostConfig.cgroupnsMode = engine.info.isPodman ? nil : "private"
            sent = body
        }
        let lines = result.output.split(separator: "\n").map { $0.replacing("\t", with: " ") }
        #expect(lines == ["65534", "ro", "CapEff: 0000000000000000", "NoNewPrivs: 1", "Seccomp: 2"])
        let asked = try #require(sent)
        let container = try #require(result.inspect)
        let got = container.hostConfig
        #expect(got.shmSize == asked.hostConfig.shmSize && got.oomScoreAdj == asked.hostConfig.oomScoreAdj)
        #expect(got.logConfig?.type == asked.hostConfig.logConfig?.type)
        #expect(ContainerAudit.differences(asked: asked, got: container) == [])
        guard !engine.info.isPodman else { return }
        #expect(got.capDrop == asked.hostConfig.capDrop && got.securityOpt == asked.hostConfig.securityOpt)
        #expect(got.tmpfs == asked.hostConfig.tmpfs && got.logConfig == asked.hostConfig.logConfig)
        #expect(got.ulimits.map { Set($0) } == asked.hostConfig.ulimits.map { Set($0) })
        #expect(got.restartPolicy?.name == "no" && got.privileged == false && got.binds == nil)
    }

    private static var hardening: HostConfig {
        var host = HostConfig()
        host.usesInit = true
        host.readonlyRootfs = true
        host.capDrop = ["ALL"]
        host.securityOpt = ["no-new-privileges:true"]
        host.tmpfs = ["/tmp": "rw,noexec,nosuid,nodev,size=16m,mode=1777"]
        host.shmSize = 8 << 20
        host.pidsLimit = 64
        host.memory = 128 << 20
        host.memorySwap = 128 << 20
        host.nanoCPUs = 500_000_000
        host.oomScoreAdj = 500
        host.ulimits = [Ulimit(name: "nofile", limit: 1024), Ulimit(name: "core", limit: 0)]
        host.ipcMode = "private"
        host.networkMode = "none"
        host.restartPolicy = RestartPolicy(name: "no")
        host.logConfig = LogConfig(type: "json-file", config: ["max-size": "10m", "max-file": "2"])
        return host
    }

    @Test(
        "Podman says in its own words which cgroup namespace a container has",
        .enabled("this is not Podman") {
            LiveEngine.current?.info.isPodman ?? false
        }
    )
    func podmanCgroupNamespace() async throws {
        let engine = try #require(engine)
        let id = try await engine.create("readlink /proc/self/ns/cgroup") { $0.hostConfig.cgroupnsMode = "private" }
        let told = try await engine.client.podmanCgroupNamespace(id)
        #expect(told == (engine.info.givesCgroupNamespaces ? "private" : "host"))
        let output = try await engine.client.attachOutput(id)
        try await engine.client.startContainer(id)
        var inside = ""
        for try await frame in output { inside += String(decoding: frame.bytes, as: UTF8.self) }
        let outside = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/cgroup")
        #expect((inside == outside + "\n") == (told == "host"))
        try await engine.client.removeContainer(id)
    }

    @Test("A bind mount is read-only inside, and a missing host directory is refused, but by Podman, which makes it")
    func mounts() async throws {
        let engine = try #require(engine)
        let result = try await engine.run("ls /m | grep -c hostname; touch /m/x 2>&1") { body in
            body.hostConfig.mounts = [Mount(kind: .bind, source: "/etc", target: "/m", readOnly: true)]
        }
        #expect(result.output.hasPrefix("1\n"))
        #expect(result.output.contains("Read-only file system"))
        #expect(try #require(result.inspect).mounts.map(\.isWritable) == [false])
        guard !engine.info.isPodman else { return }
        await #expect {
            _ = try await engine.create("true") { body in
                body.hostConfig.mounts = [Mount(kind: .bind, source: "/no/such/directory", target: "/m")]
            }
        } throws: { error in
            guard case DockerError.invalid = error else { return false }
            return true
        }
    }

    @Test("A terminal-less long line arrives in frames and is one line again")
    func longLine() async throws {
        let engine = try #require(engine)
        let id = try await engine.create("head -c 50000 /dev/zero | tr '\\0' x")
        let output = try await engine.client.attachOutput(id)
        try await engine.client.startContainer(id)
        var assembler = LineAssembler()
        var lines: [OutputLine] = []
        for try await frame in output { lines += assembler.append(frame) }
        lines += assembler.finish()
        #expect(lines.map(\.bytes.count) == [50_000])
        _ = try await engine.client.waitContainer(id)
        var options = ContainerLogOptions()
        options.timestamps = true
        // Podman's follower may leave out the end of what was written before.
        options.follow = !engine.info.isPodman
        var logged: [OutputLine] = []
        var logAssembler = LineAssembler(hasTimestamps: true)
        for try await frame in try await engine.client.containerLogs(id, options) {
            logged += logAssembler.append(frame)
        }
        logged += logAssembler.finish()
        #expect(logged.map(\.bytes) == lines.map(\.bytes))
        #expect(logged.allSatisfy { $0.time != nil })
        try await engine.client.removeContainer(id)
    }
}
