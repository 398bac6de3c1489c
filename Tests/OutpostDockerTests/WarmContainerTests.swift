internal import Foundation
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostDocker

@Suite("A container that is made ahead of its dispatch", .timeLimit(.minutes(1)))
struct WarmContainerTests {
    /// Where the two may differ.
    private static func stripped(_ body: [String: Any]) throws -> NSDictionary {
        var body = body
        var host = try #require(body["HostConfig"] as? [String: Any])
        let mounts = try #require(host["Mounts"] as? [[String: Any]])
        host["Mounts"] = mounts.map { $0.merging(["Source": ""]) { $1 } }
        body["HostConfig"] = host
        body["Labels"] = nil
        return body as NSDictionary
    }

    @Test(
        "is asked for word by word like one that is made for it, but for its labels and the place of its door",
        arguments: Tier.allCases,
        [nil, "runsc"]
    )
    func body(tier: Tier, runtime: String?) throws {
        let warm = try SampleSpecs.json(try SampleSpecs.warm(resources: tier.resources, runtime: runtime))
        let cold = try SampleSpecs.json(try SampleSpecs.spec(resources: tier.resources, runtime: runtime))
        #expect(try Self.stripped(warm) == Self.stripped(cold))
        let host = try #require(warm["HostConfig"] as? [String: Any])
        let sources = (host["Mounts"] as? [[String: Any]])?.map { $0["Source"] as? String }
        #expect(sources == ["/data/doors/01JZZZZZZZZZZZZZZZZZZZZZZZ"])
    }

    @Test("has a label of its own and none of a tenant or a dispatch")
    func labels() throws {
        let spec = try SampleSpecs.warm()
        let labels = try SampleSpecs.json(spec)["Labels"] as? [String: String]
        #expect(
            labels == [
                "outpost.instance": "INSTANCE", "outpost.warm": "01JZZZZZZZZZZZZZZZZZZZZZZZ",
                "outpost.spec": spec.digest,
            ]
        )
        #expect(spec.name == "outpost-instance-warm-01jzzzzzzzzzzzzzzzzzzzzzzz")
    }

    @Test("is known by it when the engine is asked what there is")
    func listed() async throws {
        let answer = try DriverBench.json([
            [
                "Id": "c1", "Names": ["/outpost-instance-warm-01jzzzzzzzzzzzzzzzzzzzzzzz"], "Image": "outpost/sample:1",
                "ImageID": "sha256:1", "Labels": ["outpost.warm": "01JZZZZZZZZZZZZZZZZZZZZZZZ"], "State": "running",
                "Status": "Up 1 second", "Created": 1_700_000_000,
            ]
        ])
        _ = try await DriverBench.run([answer]) { driver in
            let found = try await driver.list(instance: InstanceID("INSTANCE"))
            #expect(found.map(\.warm) == [WarmID("01JZZZZZZZZZZZZZZZZZZZZZZZ")])
            #expect(found.map(\.dispatch) == [nil])
        }
    }
}
