internal import DockerEngine
internal import Foundation
internal import TestSupport
internal import Testing

@Suite("Container calls", .timeLimit(.minutes(10)))
struct ContainerCallTests {
    @Test("Create sends the name and every hardening field as the engine spells it")
    func create() async throws {
        let answer = RawAnswer.json(#"{"Id":"abc","Warnings":null}"#, status: 201)
        let (request, created) = try await FakeEngine.exchange(answer) { client in
            try await client.createContainer(name: "op-1", body: Self.hardened, platform: "linux/amd64")
        }
        #expect(created.id == "abc")
        #expect(created.warnings.isEmpty)
        #expect(request.method == "POST")
        #expect(request.path == "/v1.41/containers/create")
        #expect(request.parameters == ["name=op-1", "platform=linux/amd64"])
        #expect(request["Content-Type"] == "application/json")
        #expect(request.json == object(Self.hardenedJSON))
    }

    @Test("Fields that are not set are not sent")
    func sparseBody() async throws {
        let (request, _) = try await FakeEngine.exchange(.json(#"{"Id":"a"}"#, status: 201)) { client in
            let body = ContainerCreateBody(config: ContainerConfig(image: "i"), hostConfig: HostConfig())
            return try await client.createContainer(name: "n", body: body)
        }
        #expect(request.text == #"{"HostConfig":{},"Image":"i"}"#)
    }

    @Test(
        "Start tells a start from a container that ran already",
        arguments: [
            (204, StartResult.started), (304, .alreadyRunning),
        ]
    )
    func start(status: Int, result: StartResult) async throws {
        let (request, output) = try await FakeEngine.exchange(.response(status)) { try await $0.startContainer("c") }
        #expect(output == result)
        #expect(request.method == "POST")
        #expect(request.target == "/v1.41/containers/c/start")
        #expect(request["Content-Length"] == "0")
    }

    @Test("List asks for all containers by label and reads the engine's lines")
    func list() async throws {
        let json = #"""
            [{"Id":"a","Names":["/op-1"],"Image":"i","ImageID":"sha256:1","Labels":{"k":"v"},"State":"exited",
            "Status":"Exited (0) 3 minutes ago","Created":1700000000},{"Id":"b","Names":null,"Labels":null,"State":"odd"}]
            """#
        let (request, list) = try await FakeEngine.exchange(.json(json)) { client in
            try await client.listContainers(labels: ["outpost.instance=x y", "k"])
        }
        #expect(request.method == "GET")
        #expect(request.path == "/v1.41/containers/json")
        #expect(request.parameters == ["all=1", #"filters={"label":["outpost.instance=x y","k"]}"#])
        #expect(list.map(\.id) == ["a", "b"])
        #expect(list[0].names == ["op-1"])
        #expect(list[0].status == .exited)
        #expect(list[0].labels == ["k": "v"])
        #expect(list[1].status == .other("odd"))
        #expect(list[1].labels.isEmpty)
    }

    @Test(
        "A kill of a container that does not run is no failure",
        arguments: [
            (204, KillResult.delivered), (409, .notRunning),
        ]
    )
    func kill(status: Int, result: KillResult) async throws {
        let answer = status == 204 ? RawAnswer.response(204) : .json(#"{"message":"not running"}"#, status: 409)
        let (request, output) = try await FakeEngine.exchange(answer) {
            try await $0.killContainer("c", signal: "SIGTERM")
        }
        #expect(output == result)
        #expect(request.target == "/v1.41/containers/c/kill?signal=SIGTERM")
    }

    @Test("Stop sends its grace in seconds", arguments: [(204, StopResult.stopped), (304, .alreadyStopped)])
    func stop(status: Int, result: StopResult) async throws {
        let (request, output) = try await FakeEngine.exchange(.response(status)) { client in
            try await client.stopContainer("c", timeout: .seconds(7))
        }
        #expect(output == result)
        #expect(request.target == "/v1.41/containers/c/stop?t=7")
    }

    @Test(
        "A removal succeeds when the container is gone or going",
        arguments: [
            (204, "", RemoveResult.removed), (404, "No such container: c", .alreadyGone),
            (409, "removal of container c is already in progress", .inProgress),
        ]
    )
    func remove(status: Int, message: String, result: RemoveResult) async throws {
        let answer = status == 204 ? RawAnswer.response(204) : .json(#"{"message":"\#(message)"}"#, status: status)
        let (request, output) = try await FakeEngine.exchange(answer) { try await $0.removeContainer("c", force: true) }
        #expect(output == result)
        #expect(request.method == "DELETE")
        #expect(request.target == "/v1.41/containers/c?force=1&v=1")
    }

    @Test("A removal of a running container without force is a conflict")
    func removeRunning() async throws {
        let answer = RawAnswer.json(#"{"message":"You cannot remove a running container"}"#, status: 409)
        let failure = try await FakeEngine.failure(answer) { client throws(DockerError) in
            try await client.removeContainer("c")
        }
        #expect(failure == .conflict("You cannot remove a running container"))
    }

    @Test("Update sends only the limits that change")
    func update() async throws {
        let (request, warnings) = try await FakeEngine.exchange(.json(#"{"Warnings":["w"]}"#)) { client in
            try await client.updateContainer("c", ContainerUpdate(memory: 1 << 30, memorySwap: 1 << 30))
        }
        #expect(warnings == ["w"])
        #expect(request.target == "/v1.41/containers/c/update")
        #expect(request.json == object(#"{"Memory":1073741824,"MemorySwap":1073741824}"#))
    }

    private static var hardened: ContainerCreateBody {
        var config = ContainerConfig(image: "outpost/claude:1", labels: ["outpost.instance": "i"])
        config.user = "1000:1000"
        config.networkDisabled = true
        config.environment = ["HOME=/home/outpost"]
        config.entrypoint = ["/opt/outpost/entrypoint"]
        config.command = []
        config.workingDirectory = "/workspace"
        config.stopSignal = "SIGTERM"
        config.stopTimeout = 10
        config.hostname = "agent"
        config.tty = false
        config.openStdin = false
        config.stdinOnce = false
        var host = HostConfig()
        host.usesInit = true
        host.readonlyRootfs = true
        host.capDrop = ["ALL"]
        host.securityOpt = ["no-new-privileges:true"]
        host.privileged = false
        host.tmpfs = ["/tmp": "rw,size=16m"]
        host.mounts = [Mount(kind: .bind, source: "/d/1", target: "/run/outpost", readOnly: true)]
        host.shmSize = 8_388_608
        host.pidsLimit = 64
        host.memory = 134_217_728
        host.memorySwap = 134_217_728
        host.nanoCPUs = 500_000_000
        host.cpuShares = 256
        host.oomScoreAdj = 500
        host.ulimits = [Ulimit(name: "nofile", limit: 1024), Ulimit(name: "core", limit: 0)]
        host.ipcMode = "private"
        host.cgroupnsMode = "private"
        host.networkMode = "none"
        host.restartPolicy = RestartPolicy(name: "no")
        host.autoRemove = false
        host.logConfig = LogConfig(type: "json-file", config: ["max-size": "64m", "max-file": "2"])
        host.runtime = "runsc"
        host.extraHosts = ["door:10.0.0.1"]
        host.usernsMode = "host"
        let networks = NetworkingConfig(endpoints: ["net": EndpointConfig(aliases: ["agent"])])
        return ContainerCreateBody(config: config, hostConfig: host, networkingConfig: networks)
    }

    private static let hardenedJSON = """
        {"Image":"outpost/claude:1","User":"1000:1000","NetworkDisabled":true,"Env":["HOME=/home/outpost"],
         "Labels":{"outpost.instance":"i"},"Entrypoint":["/opt/outpost/entrypoint"],"Cmd":[],"WorkingDir":"/workspace",
         "StopSignal":"SIGTERM","StopTimeout":10,"Hostname":"agent","Tty":false,"OpenStdin":false,"StdinOnce":false,
         "HostConfig":{"Init":true,"ReadonlyRootfs":true,"CapDrop":["ALL"],"SecurityOpt":["no-new-privileges:true"],
          "Privileged":false,"Tmpfs":{"/tmp":"rw,size=16m"},
          "Mounts":[{"Type":"bind","Source":"/d/1","Target":"/run/outpost","ReadOnly":true}],
          "ShmSize":8388608,"PidsLimit":64,"Memory":134217728,"MemorySwap":134217728,"NanoCpus":500000000,
          "CpuShares":256,"OomScoreAdj":500,
          "Ulimits":[{"Name":"nofile","Soft":1024,"Hard":1024},{"Name":"core","Soft":0,"Hard":0}],
          "IpcMode":"private","CgroupnsMode":"private","NetworkMode":"none","RestartPolicy":{"Name":"no"},
          "AutoRemove":false,"LogConfig":{"Type":"json-file","Config":{"max-size":"64m","max-file":"2"}},
          "Runtime":"runsc","ExtraHosts":["door:10.0.0.1"],"UsernsMode":"host"},
         "NetworkingConfig":{"EndpointsConfig":{"net":{"Aliases":["agent"]}}}}
        """
}
