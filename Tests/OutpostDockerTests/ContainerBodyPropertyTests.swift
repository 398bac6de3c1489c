internal import Foundation
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostDocker

@Suite("The body of a create call, whatever the specification")
struct ContainerBodyPropertyTests {
    private static let topKeys: Set<String> = [
        "Image", "User", "NetworkDisabled", "Env", "Labels", "Entrypoint", "Cmd", "WorkingDir", "StopSignal",
        "Hostname",
        "Tty", "OpenStdin", "HostConfig",
    ]

    private static let hostKeys: Set<String> = [
        "Init", "ReadonlyRootfs", "Privileged", "CapDrop", "SecurityOpt", "Tmpfs", "Mounts", "ShmSize", "PidsLimit",
        "Memory",
        "MemorySwap", "NanoCpus", "OomScoreAdj", "Ulimits", "IpcMode", "CgroupnsMode", "NetworkMode", "RestartPolicy",
        "AutoRemove", "LogConfig", "Runtime",
    ]

    /// Text that would do harm wherever it was taken for more than text.
    private static func hostile(_ generator: inout SeededGenerator) -> String {
        let pieces = [
            "../", "/", ":", ",", "\"", "}", "'", "$(id)", "\n", "\0", "privileged", "ü", "--", "rw", "=", "x",
        ]
        return (0..<Int.random(in: 1...8, using: &generator))
            .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }
            .joined()
    }

    private static func randomSpec(_ generator: inout SeededGenerator) throws -> ContainerSpec {
        let resources = Resources(
            cpuUnits: Int.random(in: 1...100_000, using: &generator),
            memoryMiB: Int.random(in: 6...1_000_000, using: &generator),
            pids: Int.random(in: 1...100_000, using: &generator)
        )
        let door: ContainerSpec.DoorMount =
            if Bool.random(using: &generator) {
                .directory("/doors/" + hostile(&generator))
            } else {
                .bridge(
                    network: hostile(&generator),
                    host: hostile(&generator),
                    port: Int.random(in: 0...65_535, using: &generator),
                    bootToken: DoorToken(value: "otk_" + hostile(&generator))
                )
            }
        return try SampleSpecs.spec(
            image: hostile(&generator),
            tenant: hostile(&generator),
            resources: resources,
            door: door,
            runtime: Bool.random(using: &generator) ? "runsc" : nil
        )
    }

    @Test(
        "has keys of a closed list, and text of the specification in its one place only",
        arguments: 0..<10 as Range<UInt64>
    )
    func closed(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let spec = try Self.randomSpec(&generator)
            let body = try SampleSpecs.json(spec)
            let host = try #require(body["HostConfig"] as? [String: Any])
            #expect(Set(body.keys).isSubset(of: Self.topKeys))
            #expect(Set(host.keys).isSubset(of: Self.hostKeys))
            #expect(body["Image"] as? String == spec.image)
            guard case .dispatch(_, let tenant, _) = spec.owner else { continue }
            #expect((body["Labels"] as? [String: String])?["outpost.tenant"] == tenant)
            #expect(try Self.skeleton(body) == Self.skeleton(try SampleSpecs.json(try Self.plain(like: spec))))
        }
    }

    /// The same with harmless text.
    private static func plain(like spec: ContainerSpec) throws -> ContainerSpec {
        let door: ContainerSpec.DoorMount =
            if case .directory = spec.door { .directory("/d") } else { SampleSpecs.bridge }
        return try SampleSpecs.spec(
            image: "i",
            tenant: "t",
            resources: spec.resources,
            door: door,
            runtime: spec.runtime
        )
    }

    /// A body without the few places that may differ.
    private static func skeleton(_ body: [String: Any]) throws -> NSDictionary {
        var body = body
        var host = try #require(body["HostConfig"] as? [String: Any])
        body["Image"] = ""
        body["Env"] = (body["Env"] as? [String])?.map { $0.prefix { $0 != "=" } + "" }
        var labels = try #require(body["Labels"] as? [String: String])
        labels["outpost.tenant"] = ""
        labels["outpost.spec"] = ""
        body["Labels"] = labels
        if host["NetworkMode"] != nil { host["NetworkMode"] = "" }
        host["Mounts"] = (host["Mounts"] as? [[String: Any]])?.map { mount in
            mount.merging(["Source": ""]) { $1 }
        }
        body["HostConfig"] = host
        return body as NSDictionary
    }
}
