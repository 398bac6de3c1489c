internal import DockerEngine
internal import Foundation
internal import Testing

/// Another container of this engine, with an address and a server on it.
struct Neighbour: Sendable {
    let address: String
    static let port = 8000

    /// Runs `body` while the neighbour serves.
    static func with<Output>(_ body: (Neighbour) async throws -> Output) async throws -> Output {
        let client = try await Engine.connect()
        var config = ContainerConfig(image: "outpost/base:latest", labels: ["outpost.test": "1"])
        config.entrypoint = ["python3", "-m", "http.server", "\(port)"]
        var host = HostConfig()
        host.usesInit = true
        let name = "outpost-test-neighbour-\(UUID().uuidString.prefix(8).lowercased())"
        let id = try await client.createContainer(name: name, body: .init(config: config, hostConfig: host)).id
        do {
            try await client.startContainer(id)
            let address = try #require(try await client.inspectContainer(id).networks.values.first?.ipAddress)
            try await waitForAnswer(at: address)
            let output = try await body(Neighbour(address: address))
            try await client.removeContainer(id, force: true, volumes: true)
            return output
        } catch {
            _ = try? await client.removeContainer(id, force: true, volumes: true)
            throw error
        }
    }

    private static func waitForAnswer(at address: String) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while await !Engine.answers("http://\(address):\(port)/") {
            try #require(ContinuousClock.now < deadline, "the neighbour does not answer")
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
