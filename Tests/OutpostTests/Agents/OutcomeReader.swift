internal import Foundation
internal import OutpostCore
internal import Subprocess
internal import Testing

/// The filters of `agents/`, run by the host's jq as the runtime runs them.
enum OutcomeReader: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case claude, codex, aider, gemini, grok

    var testDescription: String { rawValue }

    private static let agents: String = {
        var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().resolvingSymlinksInPath()
        while folder.path != "/", !FileManager.default.fileExists(atPath: folder.path + "/agents/base/Dockerfile") {
            folder = folder.deletingLastPathComponent()
        }
        return folder.path + "/agents"
    }()

    private var filter: [String] {
        switch self {
        case .claude, .codex, .aider: ["-f", "\(Self.agents)/\(rawValue)/outcome.jq"]
        case .gemini, .grok: [#"include "outcome-\#(rawValue)"; read_\#(rawValue)([inputs])"#]
        }
    }

    /// What the reader makes of an output.
    func read(_ output: [UInt8], exit: Int = 0) async throws -> AgentOutcome {
        let result = try await Subprocess.run(
            .name("jq"),
            arguments: Arguments(
                ["-n", "-R", "-c", "-L", "\(Self.agents)/base/lib", "--argjson", "exit", "\(exit)"] + filter
            ),
            input: .array(output),
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
        return try #require(AgentOutcome(reported: result.standardOutput), "\(result.standardOutput)")
    }

    /// The same for text.
    func read(_ output: String, exit: Int = 0) async throws -> AgentOutcome {
        try await read(Array(output.utf8), exit: exit)
    }
}
