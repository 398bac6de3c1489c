internal import Foundation
internal import OutpostCore

/// What several agents came to, side by side.
struct RunComparison {
    let entries: [Entry]
    let console: Console

    /// One agent's run.
    struct Entry {
        let agent: String
        let ending: SeveralRuns.Ending
    }

    /// The exit status of the first that did not succeed; nil where all did.
    var status: CommandStatus? {
        entries.lazy.map(status).first { $0 != .success }
    }

    private func status(_ entry: Entry) -> CommandStatus {
        switch entry.ending {
        case .ended(let outcome): RunReport(outcome: outcome, console: console).status
        case .failed(let failure): failure.status
        }
    }

    /// Prints a table, a line an agent, which ends with the artifacts' folder.
    func printForPeople() async {
        var table = Table(["AGENT", "STATUS", "REASON", "FILES", "LINES", "SECONDS", "TOKENS", "USD", "ARTIFACTS"])
        for entry in entries {
            switch entry.ending {
            case .ended(let outcome): table.add(await row(entry.agent, outcome))
            case .failed(let failure):
                table.add([entry.agent, "failed", "-", "-", "-", "-", "-", "-", Self.line(failure.message)])
            }
        }
        console.print(table)
    }

    private func row(_ agent: String, _ outcome: EmbeddedRun.Outcome) async -> [String] {
        let (result, facts) = (outcome.result, outcome.result.facts)
        let patch = PatchFile(path: outcome.artifacts + "/diff.patch")
        let files = patch.isEmpty ? [] : try? await patch.summary().files
        let lines = files.map { files in
            let added = files.compactMap(\.added).reduce(0, +)
            return "+\(added) -\(files.compactMap(\.removed).reduce(0, +))"
        }
        let state = result.dispatch.state
        let seconds = state.startedAt.flatMap { start in state.endedAt.map { $0.timeIntervalSince(start) } }
        let usage = facts?.outcome?.usage
        return [
            agent, result.end.status.rawValue, result.end.reason.rawValue,
            facts?.filesChanged.map { "\($0)" } ?? "-", lines ?? "-",
            seconds.map { String(format: "%.1f", $0) } ?? "-",
            usage.map { "\($0.inputTokens)+\($0.outputTokens)" } ?? "-",
            facts?.outcome?.costUSD.map { String(format: "%.4f", $0) } ?? "-",
            result.manifest == nil ? "-" : outcome.artifacts,
        ]
    }

    /// Prints a JSON list, an object an agent.
    func printForPrograms() throws {
        let documents = entries.map { entry in
            switch entry.ending {
            case .ended(let outcome): Document.run(RunReport(outcome: outcome, console: console).document)
            case .failed(let failure): Document.failure(agent: entry.agent, message: failure.message)
            }
        }
        console.print(try RunReport.encode(documents))
    }

    private static func line(_ text: String) -> String {
        Terminal.safe(text.split(separator: "\n").first.map(String.init) ?? text, colours: false)
    }

    private enum Document: Encodable {
        case run(RunReport.Document)
        case failure(agent: String, message: String)

        enum CodingKeys: String, CodingKey { case agent, status, message }

        func encode(to encoder: any Encoder) throws {
            switch self {
            case .run(let document): try document.encode(to: encoder)
            case .failure(let agent, let message):
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encode(agent, forKey: .agent)
                try container.encode(DispatchStatus.failed, forKey: .status)
                try container.encode(message, forKey: .message)
            }
        }
    }
}
