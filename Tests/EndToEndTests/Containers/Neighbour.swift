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
        config.entrypoint = ["python3", "-u", "-m", "http.server", "\(port)"]
        var host = HostConfig()
        host.usesInit = true
        let name = "outpost-test-neighbour-\(UUID().uuidString.prefix(8).lowercased())"
        let id = try await client.createContainer(name: name, body: .init(config: config, hostConfig: host)).id
        do {
            let log = try await client.attachOutput(id)
            try await client.startContainer(id)
            try await hasBegun(log)
            let address = try #require(try await client.inspectContainer(id).networks.values.first?.ipAddress)
            let output = try await body(Neighbour(address: address))
            try await client.removeContainer(id, force: true, volumes: true)
            return output
        } catch {
            _ = try? await client.removeContainer(id, force: true, volumes: true)
            throw error
        }
    }

    /// Reads what the server says until it says that it listens.
    private static func hasBegun(_ output: ContainerOutput) async throws {
        var text = ""
        for try await frame in output {
            text += String(decoding: frame.bytes, as: UTF8.self)
            if text.contains("Serving HTTP") { return }
        }
        throw NeverBegan(text: text)
    }

    private struct NeverBegan: Error {
        let text: String
    }
}
