internal import DockerEngine
internal import Foundation
internal import Testing

/// A fresh folder for one test: data directory, agents, repository and artifacts.
///
/// Its name is short because the paths of unix sockets have to be.
struct Workbench: Sendable {
    let path: String

    var data: String { path + "/data" }
    var agents: String { path + "/agents" }
    var repository: String { path + "/repository" }
    var artifacts: Artifacts { Artifacts(path: path + "/artifacts") }

    /// Runs `body` with a workbench, checks that the engine has nothing left of its runs, and removes the folder.
    static func with<Output>(_ body: (Workbench) async throws -> Output) async throws -> Output {
        let workbench = Workbench(path: "/tmp/x-\(UUID().uuidString.prefix(8).lowercased())")
        for folder in [workbench.path, workbench.agents, workbench.repository] {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700]
            )
        }
        defer { try? FileManager.default.removeItem(atPath: workbench.path) }
        let output: Output
        do {
            output = try await body(workbench)
        } catch {
            try? await workbench.sweep()
            throw error
        }
        let left = try await workbench.leftInEngine()
        #expect(left == [])
        if !left.isEmpty { try await workbench.sweep() }
        return output
    }

    /// Runs `outpost` with this data directory.
    func outpost(
        _ arguments: [String],
        environment: [String: String] = [:],
        _ body: (RunningOutpost) async throws -> Void = { _ in }
    ) async throws -> Ending {
        try await OutpostProgram.run(
            arguments,
            environment: environment.merging(["OUTPOST_DATA_DIR": data]) { $1 },
            in: path,
            body
        )
    }

    /// The ids of the runs that this data directory has seen.
    var runs: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: data + "/runs")) ?? []).sorted()
    }

    /// What the engine still has of the runs.
    func leftInEngine() async throws -> [String] {
        guard !runs.isEmpty else { return [] }
        let client = try await Engine.connect()
        var left: [String] = []
        for run in runs {
            let label = "outpost.instance=\(run)"
            left += try await client.listContainers(labels: [label]).map { "container \($0.id)" }
            left += try await client.listNetworks(labels: [label]).map { "network \($0.id)" }
            left += try await client.listVolumes(labels: [label]).map { "volume \($0.name)" }
        }
        return left
    }

    /// The container of the one run that is going on.
    func container() async throws -> ContainerInspect {
        let client = try await Engine.connect()
        var found: [ContainerSummary] = []
        for run in runs { found += try await client.listContainers(labels: ["outpost.instance=\(run)"]) }
        try #require(found.count == 1)
        return try await client.inspectContainer(found[0].id)
    }

    /// Removes what a failed test left, so that it does not concern the next.
    private func sweep() async throws {
        let client = try await Engine.connect()
        for run in runs {
            let label = "outpost.instance=\(run)"
            for container in try await client.listContainers(labels: [label]) {
                try await client.removeContainer(container.id, force: true, volumes: true)
            }
            for network in try await client.listNetworks(labels: [label]) { try await client.removeNetwork(network.id) }
        }
    }
}
