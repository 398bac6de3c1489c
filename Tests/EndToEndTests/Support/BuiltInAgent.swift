internal import Testing

/// The agents that come with the program and have been run against a scripted model.
enum BuiltInAgent: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case claude, codex, aider

    var testDescription: String { rawValue }

    /// The name of the provider's key.
    var secret: String {
        switch self {
        case .claude: "ANTHROPIC_API_KEY"
        case .codex: "OPENAI_API_KEY"
        case .aider: "DEEPSEEK_API_KEY"
        }
    }
}

extension Workbench {
    /// The key that scripted providers ask for.
    static let providerKey = "key-of-the-provider"

    /// Runs a built-in agent on this workbench's repository; its model is at `upstream`.
    func run(
        _ agent: BuiltInAgent,
        _ task: String = "Make the greeting friendlier and write notes.",
        upstream: String,
        options: [String] = [],
        _ body: (RunningOutpost) async throws -> Void = { _ in }
    ) async throws -> Ending {
        let arguments = [
            "run", agent.rawValue, task, "--repo", repository, "--agents-dir", OutpostProgram.agents,
            "--artifacts", artifacts.path, "--model-upstream", upstream, "--secret-env", "\(agent.secret)=TEST_KEY",
        ]
        return try await outpost(arguments + options, environment: ["TEST_KEY": Self.providerKey], body)
    }
}
