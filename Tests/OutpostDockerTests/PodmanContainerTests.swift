internal import DockerEngine
internal import Foundation
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostDocker

@Suite("The container of a dispatch on Podman")
struct PodmanContainerTests {
    private static let host = HostCapacity(cpus: 8, memory: 32 << 30, isPodman: true)

    /// What Podman 5.8 answers to inspect, told what we ask for.
    private static func answer(_ spec: ContainerSpec) throws -> [String: Any] {
        var answer = try SampleSpecs.inspect(spec, host: host)
        var config = try #require(answer["Config"] as? [String: Any])
        config["NetworkDisabled"] = nil
        answer["Config"] = config
        var host = try #require(answer["HostConfig"] as? [String: Any])
        let tmpfs = try #require(host["Tmpfs"] as? [String: String])
        host["Tmpfs"] = tmpfs.mapValues { "\($0),rprivate,tmpcopyup" }
        host["Mounts"] = NSNull()
        host["Binds"] = ["/data/doors/one:/run/outpost:ro,rprivate,rbind"]
        host["CapAdd"] = [String]()
        host["CapDrop"] = [
            "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP",
            "SETUID", "SYS_CHROOT",
        ]
        host["SecurityOpt"] = ["no-new-privileges"]
        host["PidMode"] = "private"
        host["Runtime"] = "oci"
        host["Ulimits"] = [("NOFILE", 4096), ("NPROC", 96_365), ("CORE", 0)].map { name, limit in
            ["Name": "RLIMIT_\(name)", "Soft": limit, "Hard": limit] as [String: Any]
        }
        answer["HostConfig"] = host
        return answer
    }

    private func differences(_ change: (inout [String: Any]) -> Void = { _ in }) throws -> [String] {
        let spec = try SampleSpecs.spec()
        var answer = try Self.answer(spec)
        var host = try #require(answer["HostConfig"] as? [String: Any])
        change(&host)
        answer["HostConfig"] = host
        let data = try JSONSerialization.data(withJSONObject: answer)
        let got = try JSONDecoder().decode(ContainerInspect.self, from: data)
        return ContainerAudit.differences(asked: ContainerCreateBody(spec, host: Self.host), got: got)
    }

    @Test("gives every tmpfs to the container's user, whom Podman takes no number for")
    func tmpfs() throws {
        let body = try SampleSpecs.json(try SampleSpecs.spec(), host: Self.host)
        let host = try #require(body["HostConfig"] as? [String: Any])
        let tmpfs = try #require(host["Tmpfs"] as? [String: String])
        #expect(tmpfs["/run/job"] == "rw,exec,nosuid,nodev,size=16777216,mode=0700,U")
        #expect(tmpfs.count == 5)
        #expect(tmpfs["/var/tmp"] == "rw,noexec,nosuid,nodev,size=65536,mode=0755")
        #expect(tmpfs.filter { $0.key != "/var/tmp" }.values.allSatisfy { $0.hasSuffix(",U") })
    }

    @Test("asks for no cgroup namespace where none can be had, and then none is missed")
    func cgroupNamespace() throws {
        let older = HostCapacity(cpus: 8, memory: 32 << 30, isPodman: true, givesCgroupNamespaces: false)
        let spec = try SampleSpecs.spec()
        let body = ContainerCreateBody(spec, host: older)
        #expect(body.hostConfig.cgroupnsMode == nil)
        let data = try JSONSerialization.data(withJSONObject: try Self.answer(spec))
        var got = try JSONDecoder().decode(ContainerInspect.self, from: data)
        got.hostConfig.cgroupnsMode = "host"
        #expect(ContainerAudit.differences(asked: body, got: got) == [])
        #expect(ContainerAudit.differences(asked: .init(spec, host: Self.host), got: got) == ["CgroupnsMode"])
    }

    @Test(
        "is asked about in Podman's own interface where its answer in Docker's form lacks the cgroup namespace",
        arguments: [("private", true), ("host", false)]
    )
    func olderPodman(mode: String, isTaken: Bool) async throws {
        let spec = try SampleSpecs.spec()
        var answer = try Self.answer(spec)
        var hostConfig = try #require(answer["HostConfig"] as? [String: Any])
        hostConfig["CgroupnsMode"] = ""
        answer["HostConfig"] = hostConfig
        let answers = [
            try DriverBench.json(["Id": "container-id"], status: 201), try DriverBench.json(answer),
            try DriverBench.json(["HostConfig": ["CgroupMode": mode]]), .response(204),
        ]
        let requests = try await DriverBench.run(answers, host: Self.host) { driver in
            let failure = try await DriverBench.failure { _ = try await driver.create(spec) }
            #expect(failure == (isTaken ? nil : .notAsAsked("the engine did not take: CgroupnsMode")))
        }
        #expect(requests[2] == "GET /libpod/containers/container-id/json")
        #expect(requests.count == (isTaken ? 3 : 4))
    }

    @Test("passes the audit in Podman's words")
    func faithful() throws {
        #expect(try differences() == [])
    }

    /// A field of HostConfig, what Podman says instead, and the names in the report.
    private static let changes: [(String, String, [String])] = [
        ("NetworkMode", #""bridge""#, ["NetworkMode", "NetworkDisabled"]),
        ("CgroupnsMode", #""""#, ["CgroupnsMode"]),
        ("CapDrop", #"["CHOWN", "KILL", "A", "B", "C", "D", "E", "F", "G", "H", "I", "J"]"#, ["CapDrop"]),
        ("Tmpfs", #"{"/tmp": "rw,exec,nosuid,nodev,size=1,mode=1777,U"}"#, ["Tmpfs"]),
        ("Ulimits", #"[{"Name": "RLIMIT_NOFILE", "Soft": 4096, "Hard": 4096}]"#, ["Ulimits"]),
        ("Binds", #"["/data/doors/one:/run/outpost:rw,rprivate,rbind"]"#, ["Binds"]),
        ("Binds", #"["/data/doors/one:/run/outpost"]"#, ["Binds"]),
        ("Binds", #"["/data/doors/one:/run/outpost:ro", "/:/host:ro"]"#, ["Binds"]),
        ("Binds", #"["/data/doors/one:/run/outpost2:ro"]"#, ["Binds"]),
    ]

    @Test("is refused where Podman did not take what isolation rests on", arguments: changes)
    func refused(key: String, value: String, names: [String]) throws {
        let replacement = try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
        #expect(try differences { $0[key] = replacement } == names)
    }

    @Test("is refused where a tmpfs got an option that was not asked for", arguments: ["suid", "dev", "ro", "size=0"])
    func tmpfsOption(option: String) throws {
        let found = try differences { host in
            let tmpfs = host["Tmpfs"] as? [String: String] ?? [:]
            host["Tmpfs"] = tmpfs.mapValues { "\($0),\(option)" }
        }
        #expect(found == ["Tmpfs"])
    }
}
