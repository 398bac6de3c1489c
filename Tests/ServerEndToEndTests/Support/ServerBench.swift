internal import CurlHTTP
internal import DockerEngine
internal import Foundation
internal import Testing

/// A fresh data directory with an agent, for one test.
///
/// Its name is short because the paths of unix sockets have to be.
struct ServerBench: Sendable {
    let path: String
    let agent: TrialAgent
    let curl: CurlClient

    var data: String { path + "/data" }
    var agents: String { path + "/agents" }
    var database: String { data + "/outpost.sqlite" }

    /// Runs `body` with a bench, and removes all that is left of it.
    @discardableResult
    static func with<Output>(_ body: (ServerBench) async throws -> Output) async throws -> Output {
        let bench = ServerBench(
            path: "/tmp/x-\(UUID().uuidString.prefix(8).lowercased())",
            agent: TrialAgent(),
            curl: CurlClient(configuration: .init(maximumIdleConnections: 64))
        )
        try bench.agent.write(into: bench.agents)
        defer { try? FileManager.default.removeItem(atPath: bench.path) }
        do {
            let output = try await body(bench)
            try await bench.sweep()
            return output
        } catch {
            try? await bench.sweep()
            throw error
        }
    }

    /// Runs the command line on the data directory, and returns what it printed.
    @discardableResult
    func outpost(_ arguments: String...) async throws -> String {
        try await Shell.run(OutpostBinary.path, arguments + ["--data-dir", data])
    }

    /// Makes a tenant with a key that may do everything, and sets its limits; the options are those of `tenants set`.
    ///
    /// - Returns: the key.
    func tenant(_ name: String, limits: [String] = []) async throws -> String {
        try await outpost("tenants", "create", name)
        let set = ["tenants", "set", name, "--rate", "1000000", "--concurrent", "50"]
        try await Shell.run(OutpostBinary.path, set + limits + ["--data-dir", data])
        return try await outpost("keys", "create", "--tenant", name, "--scopes", "admin", "-q")
    }

    /// The containers of this installation.
    func containers() async throws -> [ContainerSummary] {
        try await Engine.connect().listContainers(labels: ["outpost.instance=\(instance)"])
    }

    /// The names of this installation's volumes.
    func volumes() async throws -> [String] {
        try await Engine.connect().listVolumes(labels: ["outpost.instance=\(instance)"]).map(\.name)
    }

    /// Its id; none before its first start.
    private var instance: String { (try? String(contentsOfFile: data + "/instance", encoding: .utf8)) ?? "none" }

    /// Waits until no container of this installation is left; the test's time limit bounds it.
    func noContainerIsLeft() async throws {
        // The events are there before the look, so that nothing goes unseen between the two.
        let filters = ["event": ["destroy"]]
        var events = try await Engine.connect().events(filters: filters).makeAsyncIterator()
        while try await !containers().isEmpty, try await events.next() != nil {}
    }

    private func sweep() async throws {
        let client = try await Engine.connect()
        for container in try await containers() {
            try await client.removeContainer(container.id, force: true, volumes: true)
        }
        for volume in try await volumes() { try await client.removeVolume(volume) }
        try await Engine.removeImages(ofAgent: agent.name)
    }
}
