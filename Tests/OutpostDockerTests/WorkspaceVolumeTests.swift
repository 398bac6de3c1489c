internal import Foundation
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostDocker

@Suite("The volume of a workspace", .timeLimit(.minutes(10)))
struct WorkspaceVolumeTests {
    private func spec() throws -> ContainerSpec {
        let workspace = try #require(WorkspaceID("550e8400-e29b-41d4-a716-446655440000"))
        return try SampleSpecs.spec(
            workspace: WorkspaceVolume(instance: InstanceID("INSTANCE"), workspace: workspace, maximumMiB: 10)
        )
    }

    private static let name = "outpost-instance-workspace-550e8400-e29b-41d4-a716-446655440000"

    /// An engine's answer about a volume.
    private func volume(_ instance: String) throws -> RawAnswer {
        try DriverBench.json([
            "Name": Self.name, "Driver": "local", "Mountpoint": "/v",
            "Labels": [
                "outpost.instance": instance, "outpost.tenant": "tenant",
                "outpost.workspace": "550e8400-e29b-41d4-a716-446655440000",
            ],
        ])
    }

    @Test("takes the place of the memory, and nothing else of the container changes")
    func body() throws {
        let spec = try spec()
        let plain = try SampleSpecs.json(try SampleSpecs.spec())
        var body = try SampleSpecs.json(spec)
        let plainHost = try #require(plain["HostConfig"] as? [String: Any])
        var host = try #require(body["HostConfig"] as? [String: Any])
        var memory = try #require(plainHost["Tmpfs"] as? [String: String])
        memory["/workspace"] = nil
        #expect(host["Tmpfs"] as? [String: String] == memory)
        let mounts = try #require(host["Mounts"] as? [[String: Any]])
        #expect(mounts.count == 2)
        #expect(mounts.last as NSDictionary? == ["Type": "volume", "Source": Self.name, "Target": "/workspace"])
        for field in ["Tmpfs", "Mounts"] { host[field] = plainHost[field] }
        #expect(host as NSDictionary == plainHost as NSDictionary)
        #expect((body["Labels"] as? [String: String])?["outpost.workspace"] == spec.workspace?.workspace.text)
        for field in ["HostConfig", "Labels"] { body[field] = plain[field] }
        #expect(body as NSDictionary == plain as NSDictionary)
    }

    @Test("of another installation is not mounted")
    func stranger() async throws {
        let spec = try spec()
        let calls = try await DriverBench.run([try volume("OTHER")]) { driver in
            let failure = try await DriverBench.failure { _ = try await driver.create(spec) }
            guard case .refused = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
        }
        #expect(calls == ["POST /volumes/create"])
    }

    @Test("is freed of a container that a crash left in it before another gets it")
    func leftover() async throws {
        let spec = try spec()
        let left: [String: Any] = ["Id": "left", "Names": ["/outpost-left"], "State": "running", "Labels": [:]]
        let answers = [
            try volume("INSTANCE"), try DriverBench.json([left]), .response(204),
            try DriverBench.message(404, "no such image"),
        ]
        let calls = try await DriverBench.run(answers) { driver in
            _ = try await DriverBench.failure { _ = try await driver.create(spec) }
        }
        #expect(
            calls.map { String($0.prefix { $0 != "?" }) }.starts(with: [
                "POST /volumes/create", "GET /containers/json", "DELETE /containers/left", "POST /containers/create",
            ])
        )
    }

    @Test("that is absent is as good as removed, and one that a container has is not removed")
    func removal() async throws {
        let calls = try await DriverBench.run([try DriverBench.message(404), try DriverBench.message(409)]) { driver in
            try await driver.removeVolume(Self.name)
            let failure = try await DriverBench.failure { try await driver.removeVolume(Self.name) }
            guard case .refused = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
        }
        #expect(calls == ["DELETE /volumes/\(Self.name)", "DELETE /volumes/\(Self.name)"])
    }
}
