/// What the process ends with; scripts rely on the numbers.
enum CommandStatus: CaseIterable {
    case success, agentFailed, usage, noEngine, engineHangs, agent, model, task, repository, reference, secret, image
    case storage, provider, infrastructure, notFound, conflict, timeout, cancelled

    var code: Int32 {
        switch self {
        case .success: 0
        case .agentFailed: 1
        case .usage: 2
        case .noEngine: 3
        case .engineHangs: 4
        case .agent: 5
        case .model: 6
        case .task: 7
        case .repository: 8
        case .reference: 9
        case .secret: 10
        case .image: 11
        case .storage: 12
        case .provider: 13
        case .infrastructure: 14
        case .notFound: 15
        case .conflict: 16
        case .timeout: 124
        case .cancelled: 130
        }
    }

    private var meaning: String {
        switch self {
        case .success: "the agent did its work, or said that there was none"
        case .agentFailed: "the agent failed"
        case .usage: "the command line is wrong"
        case .noEngine: "no Docker Engine can be reached"
        case .engineHangs: "a Docker Engine is there and does not answer"
        case .agent: "there is no such agent, or its folder is wrong"
        case .model: "the agent has no such model"
        case .task: "the task is empty, too long or cannot be read"
        case .repository: "the repository does not exist or cannot be read"
        case .reference: "the repository has no such branch, tag or commit"
        case .secret: "a secret is missing or may not be set"
        case .image: "the agent's image cannot be built"
        case .storage: "the results cannot be written"
        case .provider: "the model's provider refused or failed"
        case .infrastructure: "the engine or Outpost itself failed"
        case .notFound: "there is no such tenant, key, secret or dispatch, or the key may not"
        case .conflict: "the name is taken or ambiguous, or the dispatch is in no state for that"
        case .timeout: "the agent was stopped at its deadline"
        case .cancelled: "the run was cancelled"
        }
    }

    /// One line a status, for help texts.
    static var table: String {
        allCases.map { status in
            let code = String(status.code)
            return String(repeating: " ", count: 5 - code.count) + code + "  " + status.meaning
        }.joined(separator: "\n")
    }
}

/// An end of a command that its user has to know about.
struct CommandFailure: Error {
    let status: CommandStatus
    /// What happened and why.
    let message: String
    /// What to do next.
    let hint: String?

    init(_ status: CommandStatus, _ message: String, hint: String? = nil) {
        self.status = status
        self.message = message
        self.hint = hint
    }
}
