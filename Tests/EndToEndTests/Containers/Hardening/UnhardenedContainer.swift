internal import DockerEngine
internal import Foundation
internal import Testing

/// A container of root with capabilities and no filter of calls, in which what isolation refuses is possible.
enum UnhardenedContainer {
    /// Runs a Python program as root and returns the facts that it prints.
    static func run(_ program: String) async throws -> Facts {
        let client = try await Engine.connect()
        var config = ContainerConfig(image: "outpost/base:latest", labels: ["outpost.test": "1"])
        config.entrypoint = ["python3", "-c", program, "1"]
        config.user = "0:0"
        var host = HostConfig()
        host.capAdd = [
            "DAC_READ_SEARCH", "MKNOD", "NET_ADMIN", "NET_RAW", "SYS_ADMIN", "SYS_BOOT", "SYS_MODULE", "SYS_NICE",
            "SYS_TIME",
        ]
        host.securityOpt = ["seccomp=unconfined", "apparmor=unconfined"]
        host.usesInit = true
        let name = "outpost-test-unhardened-\(UUID().uuidString.prefix(8).lowercased())"
        let id = try await client.createContainer(name: name, body: .init(config: config, hostConfig: host)).id
        do {
            let output = try await client.attachOutput(id)
            try await client.startContainer(id)
            var text: [UInt8] = []
            for try await frame in output { text += frame.bytes }
            try await client.removeContainer(id, force: true, volumes: true)
            return Facts(String(decoding: text, as: UTF8.self))
        } catch {
            _ = try? await client.removeContainer(id, force: true, volumes: true)
            throw error
        }
    }
}
