internal import Foundation

/// An agent of three files, as a user would write it.
struct CustomAgent: Sendable {
    /// The name of its provider's key.
    static let secret = "PROBE_KEY"

    let name = "probe-\(UUID().uuidString.prefix(8).lowercased())"
    /// Its `run`.
    var run: String
    /// The tier of its model; without one it has no model.
    var tier: String?
    /// What `direct:` says; without it there is none.
    var direct: String?
    /// Its Dockerfile.
    var dockerfile = """
        ARG BASE=outpost/base
        FROM ${BASE}
        COPY run /opt/outpost/run
        RUN chmod 0755 /opt/outpost/run

        """

    private var manifest: String {
        var lines = ["schema: 1", "name: \(name)", "summary: A test", "image: outpost-test/\(name)"]
        if let tier {
            lines += [
                "model:", "  dialect: anthropic", "  upstream: https://provider.invalid",
                "  auth: { header: x-api-key, secret: \(Self.secret) }",
                "  ids: [{ id: probe-1, tier: \(tier) }]",
            ]
        }
        if let direct { lines.append("direct: \(direct)") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Writes its folder into a directory of agents.
    func write(into agents: String) throws {
        let folder = agents + "/" + name
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        for (file, text) in [("agent.yaml", manifest), ("Dockerfile", dockerfile), ("run", run)] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + file))
        }
    }
}

extension Workbench {
    /// Writes an agent, runs it, and removes its image.
    func run(
        _ agent: CustomAgent,
        _ task: String = "Look around.",
        options: [String] = [],
        environment: [String: String] = [:],
        _ body: (RunningOutpost) async throws -> Void = { _ in }
    ) async throws -> Ending {
        if !FileManager.default.fileExists(atPath: agents + "/" + agent.name) { try agent.write(into: agents) }
        let arguments = ["run", agent.name, "--agents-dir", agents, "--artifacts", artifacts.path] + options
        let ending = try await outpost(arguments + ["--", task], environment: environment, body)
        try await Engine.removeImages(ofAgent: agent.name)
        return ending
    }
}
