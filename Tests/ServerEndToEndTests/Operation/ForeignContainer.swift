internal import DockerEngine
internal import Foundation

/// Somebody else's container on the same engine, which may take a certain memory.
enum ForeignContainer {
    /// Runs `body` while it runs; `body` is given a way to remove it earlier.
    static func with(memoryMiB: Int, _ body: (_ remove: () async throws -> Void) async throws -> Void) async throws {
        let client = try await Engine.connect()
        var config = ContainerConfig(image: "outpost/base:latest", labels: ["outpost.test": "1"])
        config.entrypoint = ["sleep", "600"]
        var host = HostConfig()
        host.networkMode = "none"
        host.memory = Int64(memoryMiB) << 20
        let name = "outpost-test-foreign-\(UUID().uuidString.prefix(8).lowercased())"
        let id = try await client.createContainer(name: name, body: .init(config: config, hostConfig: host)).id
        let remove = { _ = try await client.removeContainer(id, force: true, volumes: true) }
        do {
            try await client.startContainer(id)
            try await body(remove)
            try await remove()
        } catch {
            try? await remove()
            throw error
        }
    }
}
