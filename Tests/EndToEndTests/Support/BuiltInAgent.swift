internal import Testing

/// The agents that come with the program and have been run against a scripted model.
enum BuiltInAgent: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case claude, codex, aider, gemini, grok

    var testDescription: String { rawValue }

    /// The name of the provider's key.
    var secret: String {
        switch self {
        case .claude: "ANTHROPIC_API_KEY"
        case .codex: "OPENAI_API_KEY"
        case .aider: "DEEPSEEK_API_KEY"
        case .gemini: "GOOGLE_API_KEY"
        case .grok: "XAI_API_KEY"
        }
    }

    /// The programs that they are here, whatever can be fetched: what was seen to work.
    static let harnesses = ["OUTPOST_HARNESS": "gemini=aider,grok=codex"]

    /// How the summary's `harness` begins.
    var program: String {
        switch self {
        case .claude: "Claude Code "
        case .codex, .grok: "Codex CLI "
        case .aider, .gemini: "aider "
        }
    }

    /// The log's first words where another program stands in.
    var standIn: String? {
        switch self {
        case .claude, .codex, .aider: nil
        case .gemini: "outpost: this is aider, standing in for the Gemini CLI"
        case .grok: "outpost: this is the Codex CLI, standing in for Grok Build"
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
        let arguments =
            arguments(agent, task) + ["--model-upstream", upstream, "--secret-env", "\(agent.secret)=TEST_KEY"]
        let environment = BuiltInAgent.harnesses.merging(["TEST_KEY": Self.providerKey]) { $1 }
        return try await outpost(arguments + options, environment: environment, body)
    }

    /// The arguments that run a built-in agent on this workbench's repository, without a model and without a key.
    func arguments(_ agent: BuiltInAgent, _ task: String = "Make the greeting friendlier and write notes.") -> [String]
    {
        [
            "run", agent.rawValue, task, "--repo", repository, "--agents-dir", OutpostProgram.agents,
            "--artifacts", artifacts.path,
        ]
    }
}
