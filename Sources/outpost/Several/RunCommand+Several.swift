internal import Foundation
internal import OutpostCore

extension RunCommand {
    /// The agents that were named, a comma between two.
    var agents: [String] {
        agent.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// Runs each agent on the task, its artifacts in a folder of its own.
    func runSeveral(_ settings: RunSettings, _ environment: [String: String], _ console: Console) async throws {
        let runs = agents.map { agent in
            var settings = settings
            settings.agent = agent
            settings.artifacts = artifacts.map { "\($0)/\(agent)" }
            var run = EmbeddedRun(
                settings: settings,
                environment: environment,
                logger: common.logger,
                progress: RunProgress(
                    console: console,
                    isMachine: json,
                    isVerbose: common.verbose,
                    prefix: "\(agent) | "
                )
            )
            run.isPrepared = true
            return run
        }
        try await SeveralRuns(runs: runs, console: console, isMachine: json).present()
    }

    /// - Throws: ``CommandFailure`` for names that cannot run together.
    func checkSeveral() throws {
        guard agents.count <= BatchMember.maximum, Set(agents).count == agents.count, !agents.contains("") else {
            throw CommandFailure(
                .usage,
                "'\(agent)' does not name 1 to \(BatchMember.maximum) different agents",
                hint: "such as: outpost run claude,codex \"what to do\""
            )
        }
        guard !apply else {
            throw CommandFailure(
                .usage,
                "--apply goes with one agent",
                hint: "compare them first, then: git apply FOLDER/diff.patch"
            )
        }
    }
}
