internal import Foundation
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostDocker

@Suite("The container of a dispatch")
struct HardenedContainerTests {
    private func expect(_ got: [String: Any], _ golden: String, _ location: SourceLocation = #_sourceLocation) throws {
        let expected = try #require(try JSONSerialization.jsonObject(with: Data(golden.utf8)) as? NSDictionary)
        #expect(got as NSDictionary == expected, sourceLocation: location)
    }

    private static let hostConfig = """
        {
          "Init": true, "ReadonlyRootfs": true, "Privileged": false, "CapDrop": ["ALL"],
          "SecurityOpt": ["no-new-privileges:true"],
          "Tmpfs": {
            "/workspace": "rw,exec,nosuid,nodev,size=1073741824,mode=0755,uid=1000,gid=1000",
            "/home/outpost": "rw,exec,nosuid,nodev,size=268435456,mode=0755,uid=1000,gid=1000",
            "/tmp": "rw,exec,nosuid,nodev,size=268435456,mode=1777,uid=1000,gid=1000",
            "/run/job": "rw,exec,nosuid,nodev,size=16777216,mode=0700,uid=1000,gid=1000"
          },
          "ShmSize": 67108864, "PidsLimit": 512, "Memory": 2147483648, "MemorySwap": 2147483648, "NanoCpus": 1000000000,
          "OomScoreAdj": 500, "IpcMode": "private", "CgroupnsMode": "private", "AutoRemove": false,
          "Ulimits": [{"Name": "nofile", "Soft": 4096, "Hard": 4096}, {"Name": "core", "Soft": 0, "Hard": 0}],
          "RestartPolicy": {"Name": "no"},
          "LogConfig": {"Type": "json-file", "Config": {"max-size": "16m", "max-file": "2"}}
        """

    @Test("has no network, one read-only bind and every hardening that there is")
    func socket() throws {
        var body = try SampleSpecs.json(try SampleSpecs.spec())
        let hostConfig = try #require(body.removeValue(forKey: "HostConfig") as? [String: Any])
        try expect(
            hostConfig,
            Self.hostConfig + """
                , "NetworkMode": "none",
                "Mounts": [{"Type": "bind", "Source": "/data/doors/one", "Target": "/run/outpost", "ReadOnly": true}]}
                """
        )
        let digest = try SampleSpecs.spec().digest
        try expect(
            body,
            """
            {
              "Image": "outpost/sample:1", "User": "1000:1000", "NetworkDisabled": true, "Hostname": "outpost",
              "Entrypoint": ["/opt/outpost/entrypoint"], "Cmd": [], "WorkingDir": "/workspace", "StopSignal": "SIGTERM",
              "Tty": false, "OpenStdin": false, "Env": ["OUTPOST_DOOR=unix:/run/outpost/door.sock"],
              "Labels": {
                "outpost.instance": "INSTANCE", "outpost.tenant": "tenant", "outpost.attempt": "1",
                "outpost.dispatch": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "outpost.spec": "\(digest)"
              }
            }
            """
        )
    }

    @Test("over a bridge has that network, no bind, and a boot token that is worth nothing after the start")
    func bridge() throws {
        let body = try SampleSpecs.json(try SampleSpecs.spec(door: SampleSpecs.bridge))
        let hostConfig = try #require(body["HostConfig"] as? [String: Any])
        try expect(hostConfig, Self.hostConfig + #", "NetworkMode": "outpost-net"}"#)
        #expect(body["NetworkDisabled"] == nil)
        #expect(body["Env"] as? [String] == ["OUTPOST_DOOR=tcp:172.30.0.1:4321", "OUTPOST_BOOT_TOKEN=otk_boot"])
    }

    @Test("takes the runtime that the host names, and none otherwise")
    func runtime() throws {
        let body = try SampleSpecs.json(try SampleSpecs.spec(runtime: "runsc"))
        #expect((body["HostConfig"] as? [String: Any])?["Runtime"] as? String == "runsc")
    }

    @Test(
        "asks for no more than the host has, and keeps memory for the agent beside its file systems",
        arguments: [(1, Int64(512) << 20), (2, 1 << 30), (64, 256 << 30)]
    )
    func capacity(cpus: Int, memory: Int64) throws {
        for tier in Tier.allCases {
            let spec = try SampleSpecs.spec(resources: tier.resources)
            let body = try SampleSpecs.json(spec, host: HostCapacity(cpus: cpus, memory: memory))
            let host = try #require(body["HostConfig"] as? [String: Any])
            let asked = Int64(tier.resources.memoryMiB) << 20
            #expect(host["Memory"] as? Int64 == min(asked, memory))
            #expect(host["MemorySwap"] as? Int64 == host["Memory"] as? Int64, "there is no swap")
            let cpu = Int64(tier.resources.cpuUnits) * 1_000_000_000 / 1024
            #expect(host["NanoCpus"] as? Int64 == min(cpu, Int64(cpus) * 1_000_000_000))
            let sizes = try #require(host["Tmpfs"] as? [String: String]).values.map { options in
                options.split(separator: ",").first { $0.hasPrefix("size=") }.flatMap { Int64($0.dropFirst(5)) } ?? .max
            }
            #expect(sizes.reduce(0, +) <= min(asked, memory) * 3 / 4 + (16 << 20))
        }
    }

    @Test("has a digest that changes with what it is made of, not with whose it is")
    func digest() throws {
        let digest = try SampleSpecs.spec().digest
        #expect(digest.count == 12)
        #expect(try SampleSpecs.spec(tenant: "other").digest == digest)
        let others = [
            try SampleSpecs.spec(image: "outpost/sample:2"), try SampleSpecs.spec(resources: Tier.fast.resources),
            try SampleSpecs.spec(door: .directory("/other")), try SampleSpecs.spec(door: SampleSpecs.bridge),
            try SampleSpecs.spec(runtime: "runsc"),
        ]
        #expect(Set(others.map(\.digest) + [digest]).count == 6)
    }
}
