internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostDocker

@Suite("What others hold of the host", .timeLimit(.minutes(10)))
struct HostUsageTests {
    @Test("is the sum of the limits of running containers that are not ours")
    func load() async throws {
        func listed(_ id: String, _ labels: [String: String]) -> [String: Any] {
            ["Id": id, "State": "running", "Labels": labels]
        }
        func inspection(_ id: String, memory: Int, _ cpu: [String: Int] = [:]) throws -> RawAnswer {
            var answer = try SampleSpecs.inspect(try SampleSpecs.spec())
            answer["Id"] = id
            var host = answer["HostConfig"] as? [String: Any] ?? [:]
            host["Memory"] = memory
            host["NanoCpus"] = 0
            for (name, value) in cpu { host[name] = value }
            answer["HostConfig"] = host
            answer["State"] = ["Status": "running", "StartedAt": "2026-01-01T00:00:00Z"]
            return try DriverBench.json(answer)
        }
        let containers = [
            listed("ours", ["outpost.instance": "me"]), listed("large", ["outpost.instance": "other"]),
            listed("old", [:]), listed("boundless", [:]), listed("gone", [:]),
        ]
        let requests = try await DriverBench.run([
            try DriverBench.json(containers), try inspection("large", memory: 3 << 30, ["NanoCpus": 1_500_000_000]),
            try inspection("old", memory: 0, ["CpuQuota": 25_000, "CpuPeriod": 50_000]),
            try inspection("boundless", memory: 0, ["CpuQuota": -1]), try DriverBench.message(404),
        ]) { driver in
            let usage = DockerHostUsage(client: driver.client, isLocal: false, dataDirectory: "/absent")
            let load = try await usage.load(besides: InstanceID("me"))
            #expect(load == HostLoad(othersMiB: 3072, availableMiB: nil, othersCPUUnits: 2048))
        }
        let inspected = ["large", "old", "boundless", "gone"].map { "GET /containers/\($0)/json" }
        #expect(Array(requests.dropFirst()) == inspected)
    }

    @Test("tells the room on the disk of the data directory")
    func disk() throws {
        #expect(try #require(DiskSpace.freeMiB(of: "/")) > 0)
        #expect(DiskSpace.freeMiB(of: "/absent") == nil)
    }

    @Test("includes what the host's processes use")
    func memory() {
        let text = "MemTotal:       24684000 kB\nMemFree:        1000 kB\nMemAvailable:   20480000 kB\nBuffers: 1 kB\n"
        #expect(DockerHostUsage.availableMiB(meminfo: text) == 20_000)
        #expect(DockerHostUsage.availableMiB(meminfo: "MemTotal: 1 kB\n") == nil)
        #expect(DockerHostUsage.availableMiB(meminfo: "MemAvailable: much\n") == nil)
    }
}
