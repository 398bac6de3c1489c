internal import DockerEngine
internal import TestSupport
internal import Testing

@Suite("Reading the engine's answers", .timeLimit(.minutes(10)))
struct InspectTests {
    private static let container = #"""
        {"Id":"abc","Name":"/op-1","Created":"2024-05-06T07:08:09.123456789Z","Image":"sha256:1","RestartCount":0,
         "State":{"Status":"exited","Pid":0,"ExitCode":137,"OOMKilled":true,"Error":"",
          "StartedAt":"2024-05-06T07:08:10.5Z","FinishedAt":"2024-05-06T09:08:11.000000001+02:00"},
         "Config":{"Image":"i","User":"1000:1000","Tty":false,"Labels":null,"Env":["A=1"],"Entrypoint":null,"NetworkDisabled":true},
         "HostConfig":{"ReadonlyRootfs":true,"CapDrop":["ALL"],"CapAdd":null,"Memory":5,"NanoCpus":7,"Binds":null,
          "Mounts":[{"Type":"bind","Source":"/d","Target":"/run/outpost","ReadOnly":true}],"Init":true,
          "LogConfig":{"Type":"json-file","Config":{}},"RestartPolicy":{"Name":"no","MaximumRetryCount":0},
          "Ulimits":[{"Name":"core","Hard":0,"Soft":0}],"Devices":[],"UnknownField":{"a":1}},
         "Mounts":[{"Type":"bind","Source":"/d","Destination":"/run/outpost","RW":false}],
         "NetworkSettings":{"Networks":{"net":{"NetworkID":"n","IPAddress":"10.0.0.2","Gateway":"10.0.0.1"}}}}
        """#

    @Test("A container is read with its state, its security settings and its addresses")
    func inspect() async throws {
        let (request, container) = try await FakeEngine.exchange(.json(Self.container)) { client in
            try await client.inspectContainer("op-1")
        }
        #expect(request.target == "/v1.41/containers/op-1/json")
        #expect(container.name == "op-1")
        #expect(container.state.status == .exited)
        #expect(container.state.hasExited)
        #expect(container.state.exitCode == 137)
        #expect(container.state.oomKilled)
        #expect(container.state.startedAt == EngineTime(seconds: 1_714_979_290, nanoseconds: 500_000_000))
        #expect(container.state.finishedAt == EngineTime(seconds: 1_714_979_291, nanoseconds: 1))
        #expect(container.config.networkDisabled == true)
        #expect(container.hostConfig.readonlyRootfs == true)
        #expect(container.hostConfig.capDrop == ["ALL"])
        #expect(container.hostConfig.binds == nil)
        #expect(
            container.hostConfig.mounts == [Mount(kind: .bind, source: "/d", target: "/run/outpost", readOnly: true)]
        )
        #expect(container.hostConfig.ulimits == [Ulimit(name: "core", limit: 0)])
        #expect(container.mounts.map(\.isWritable) == [false])
        #expect(container.networks["net"]?.ipAddress == "10.0.0.2")
    }

    @Test("A container that never ran has no start and no exit")
    func neverStarted() async throws {
        let json = #"""
            {"Id":"a","Name":"/n","Config":{},"HostConfig":{},"State":{"Status":"created","ExitCode":0,
            "StartedAt":"0001-01-01T00:00:00Z","FinishedAt":"0001-01-01T00:00:00Z"}}
            """#
        let (_, container) = try await FakeEngine.exchange(.json(json)) { try await $0.inspectContainer("a") }
        #expect(container.state.startedAt == nil)
        #expect(container.state.finishedAt == nil)
        #expect(!container.state.hasExited)
        #expect(container.networks.isEmpty)
    }

    @Test("An engine tells its identity, its limits and its warnings")
    func info() async throws {
        let json = #"""
            {"ID":"E1","ServerVersion":"20.10.24","Driver":"overlay2","CgroupVersion":"1","NCPU":2,"MemTotal":8589934592,
             "OperatingSystem":"Debian","SecurityOptions":["name=seccomp,profile=default"],"Warnings":null,
             "Runtimes":{"runc":{"path":"runc"},"io.containerd.runc.v2":{"path":"runc","status":{}}},"DefaultRuntime":"runc",
             "DockerRootDir":"/var/lib/docker","LiveRestoreEnabled":true}
            """#
        let (request, info) = try await FakeEngine.exchange(.json(json)) { try await $0.info() }
        #expect(request.target == "/v1.41/info")
        #expect(info.id == "E1")
        #expect(info.cpus == 2)
        #expect(info.memory == 8 << 30)
        #expect(info.runtimes == ["io.containerd.runc.v2", "runc"])
        #expect(info.securityOptions == ["name=seccomp,profile=default"])
        #expect(info.warnings.isEmpty)
        #expect(info.liveRestoreEnabled)
        #expect(info.rootDirectory == "/var/lib/docker")
    }

    @Test("Disk usage sums what the engine lists, and unknown sizes count nothing")
    func diskUsage() async throws {
        let json = #"""
            {"LayersSize":100,"Containers":[{"SizeRw":5},{}],"Volumes":[{"UsageData":{"Size":-1}},{"UsageData":{"Size":7}},{}],
            "BuildCache":[{"Size":3}],"Images":null}
            """#
        let (request, usage) = try await FakeEngine.exchange(.json(json)) { try await $0.diskUsage() }
        #expect(request.target == "/v1.41/system/df")
        #expect([usage.layers, usage.containers, usage.volumes, usage.buildCache] == [100, 5, 7, 3])
    }

    @Test(
        "Times are read to the nanosecond and in every offset",
        arguments: [
            ("1970-01-01T00:00:00Z", 0, 0), ("2000-02-29T23:59:59.9Z", 951_868_799, 900_000_000),
            ("2024-03-01T00:00:00+01:00", 1_709_247_600, 0),
            ("2024-12-31T19:00:00.123456789-05:00", 1_735_689_600, 123_456_789),
            ("2024-01-01T00:00:00.1234567899Z", 1_704_067_200, 123_456_789),
        ] as [(String, Int64, Int32)]
    )
    func times(text: String, seconds: Int64, nanoseconds: Int32) {
        #expect(EngineTime(rfc3339: text) == EngineTime(seconds: seconds, nanoseconds: nanoseconds))
    }

    @Test(
        "What is no time is none",
        arguments: [
            "", "0001-01-01T00:00:00Z", "2024-01-01", "2024-01-01T00:00:00", "2024-13-01T00:00:00Z",
            "2024-01-01T00:00:00.Z",
            "2024-01-01T00:00:00Zx", "2024-01-01T24:00:00Z", "x024-01-01T00:00:00Z", "2024-01-01T00:00:00+1:00",
        ]
    )
    func noTimes(text: String) {
        #expect(EngineTime(rfc3339: text) == nil)
    }

    @Test("API versions compare by number", arguments: [("1.9", "1.41"), ("1.41", "1.100"), ("1.99", "2.0")])
    func versions(older: String, newer: String) throws {
        #expect(try #require(APIVersion(older)) < #require(APIVersion(newer)))
        for text in ["", "1", "1.", ".1", "1.2.3", "1.x", "+1.4", "v1.4"] { #expect(APIVersion(text) == nil) }
    }
}
