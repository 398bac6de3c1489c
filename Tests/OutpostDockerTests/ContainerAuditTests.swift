internal import DockerEngine
internal import Foundation
internal import OutpostCore
internal import Testing

@testable internal import OutpostDocker

@Suite("The audit of a created container")
struct ContainerAuditTests {
    private func differences(
        _ spec: ContainerSpec,
        _ tamper: (inout [String: Any]) -> Void = { _ in }
    ) throws -> [String] {
        var answer = try SampleSpecs.inspect(spec)
        tamper(&answer)
        let data = try JSONSerialization.data(withJSONObject: answer)
        let got = try JSONDecoder().decode(ContainerInspect.self, from: data)
        return ContainerAudit.differences(asked: ContainerCreateBody(spec, host: SampleSpecs.host), got: got)
    }

    @Test("finds nothing when the engine did as it was told, socket or bridge")
    func faithful() throws {
        #expect(try differences(try SampleSpecs.spec()) == [])
        #expect(try differences(try SampleSpecs.spec(runtime: "runsc")) == [])
        #expect(try differences(try SampleSpecs.spec(door: SampleSpecs.bridge)) == [])
    }

    /// A field of HostConfig, what the engine says instead (`null` drops it), and the name in the report.
    private static let hostChanges: [(String, String, String)] = [
        ("Init", "false", "Init"), ("Init", "null", "Init"), ("ReadonlyRootfs", "false", "ReadonlyRootfs"),
        ("ReadonlyRootfs", "null", "ReadonlyRootfs"), ("Privileged", "true", "Privileged"),
        ("CapDrop", "null", "CapDrop"),
        ("CapDrop", #"["NET_RAW"]"#, "CapDrop"), ("CapAdd", #"["SYS_ADMIN"]"#, "CapAdd"),
        ("SecurityOpt", "null", "SecurityOpt"),
        ("SecurityOpt", #"["seccomp=unconfined"]"#, "SecurityOpt"), ("Tmpfs", "null", "Tmpfs"),
        ("Tmpfs", #"{"/tmp": "rw"}"#, "Tmpfs"),
        ("Mounts", #"[{"Type": "bind", "Source": "/data/doors/one", "Target": "/run/outpost"}]"#, "Mounts"),
        ("Mounts", #"[{"Type": "bind", "Source": "/", "Target": "/run/outpost", "ReadOnly": true}]"#, "Mounts"),
        ("Binds", #"["/var/run/docker.sock:/var/run/docker.sock"]"#, "Binds"),
        ("Devices", #"[{"PathOnHost": "/dev/sda"}]"#, "Devices"), ("PidsLimit", "null", "PidsLimit"),
        ("PidsLimit", "-1", "PidsLimit"), ("Memory", "0", "Memory"), ("MemorySwap", "-1", "MemorySwap"),
        ("MemorySwap", "4294967296", "MemorySwap"), ("NanoCpus", "0", "NanoCpus"), ("Ulimits", "null", "Ulimits"),
        ("IpcMode", #""host""#, "IpcMode"), ("IpcMode", #""shareable""#, "IpcMode"),
        ("CgroupnsMode", #""host""#, "CgroupnsMode"),
        ("PidMode", #""host""#, "PidMode"), ("PidMode", #""container:x""#, "PidMode"),
        ("NetworkMode", #""bridge""#, "NetworkMode"), ("NetworkMode", "null", "NetworkMode"),
        ("RestartPolicy", #"{"Name": "always"}"#, "RestartPolicy"), ("AutoRemove", "true", "AutoRemove"),
        ("Runtime", #""runc""#, "Runtime"),
    ]

    @Test("finds every field of the host's half that isolation rests on", arguments: hostChanges)
    func host(key: String, value: String, name: String) throws {
        let replacement = try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
        let found = try differences(try SampleSpecs.spec(runtime: "runsc")) { answer in
            var host = answer["HostConfig"] as? [String: Any] ?? [:]
            host[key] = replacement is NSNull ? nil : replacement
            answer["HostConfig"] = host
        }
        #expect(found == [name])
    }

    private static let configChanges: [(String, String, String)] = [
        ("User", #""root""#, "User"), ("User", "null", "User"), ("Entrypoint", #"["/bin/sh"]"#, "Entrypoint"),
        ("NetworkDisabled", "false", "NetworkDisabled"),
        ("Tty", "true", "Tty"),
    ]

    @Test("finds every field of the other half", arguments: configChanges)
    func config(key: String, value: String, name: String) throws {
        let replacement = try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
        let found = try differences(try SampleSpecs.spec()) { answer in
            var config = answer["Config"] as? [String: Any] ?? [:]
            config[key] = replacement is NSNull ? nil : replacement
            answer["Config"] = config
        }
        #expect(found == [name])
    }

    @Test("finds another network than the one that was asked for")
    func network() throws {
        let found = try differences(try SampleSpecs.spec(door: SampleSpecs.bridge)) { answer in
            var host = answer["HostConfig"] as? [String: Any] ?? [:]
            host["NetworkMode"] = "host"
            answer["HostConfig"] = host
        }
        #expect(found == ["NetworkMode"])
    }

    @Test(
        "finds a mount that was made another way than it was asked for, whatever is noted of it",
        arguments: [("RW", "true"), ("Source", #""/""#), ("Type", #""volume""#)]
    )
    func mounts(key: String, value: String) throws {
        let replacement = try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
        let found = try differences(try SampleSpecs.spec()) { answer in
            var mounts = answer["Mounts"] as? [[String: Any]] ?? []
            mounts[0][key] = replacement
            answer["Mounts"] = mounts
        }
        #expect(found == ["Mounts"])
    }

    @Test("finds a mount that was not made, and one that was made twice", arguments: [0, 2])
    func mountCount(count: Int) throws {
        let found = try differences(try SampleSpecs.spec()) { answer in
            let mounts = answer["Mounts"] as? [[String: Any]] ?? []
            answer["Mounts"] = (0..<count).map { _ in mounts[0] }
        }
        #expect(found == ["Mounts"])
    }

    @Test("finds volumes that the image brought along")
    func volumes() throws {
        let found = try differences(try SampleSpecs.spec()) { answer in
            let mounts = answer["Mounts"] as? [[String: Any]] ?? []
            answer["Mounts"] = mounts + [["Type": "volume", "Name": "v", "Destination": "/data", "RW": true]]
        }
        #expect(found == ["volumes of the image"])
    }

    @Test("takes forms that mean the same")
    func equivalents() throws {
        let found = try differences(try SampleSpecs.spec()) { answer in
            var host = answer["HostConfig"] as? [String: Any] ?? [:]
            host["SecurityOpt"] = ["no-new-privileges"]
            host["PidMode"] = "private"
            host["RestartPolicy"] = ["Name": ""]
            answer["HostConfig"] = host
        }
        #expect(found == [])
    }
}
