extension Situation {
    /// How the dispatch has to end.
    struct Expected: Sendable {
        let status: Status
        /// `status` and `outcome` of the summary.
        let words: (status: String, outcome: String)
        /// `error.class`; nil where there is no error.
        let kind: String?
        let isRetryable: Bool
        var hasReset = false
        /// A part of the remedy.
        var remedy = ""
    }

    func expected(of agent: BuiltInAgent) -> Expected {
        switch self {
        case .wrongKey, .wrongKeyAsBadRequest, .notAllowed, .noKeyForUpstream: provider("auth", remedy: agent.secret)
        case .noSuchModel: provider("invalid_request", remedy: "check the model")
        case .tooLong: provider("invalid_request", remedy: "the length of the task")
        case .rateLimited: provider("rate_limit", retry: true, reset: true, remedy: "send it again after 20")
        case .broken, .overloaded: provider("overloaded", retry: true, remedy: "send it again later")
        case .outOfMoney: provider("budget", remedy: "add credit")
        case .refused: provider("refused", remedy: "word the task differently")
        case .cutAlways, .unreachable: provider("network", retry: true, remedy: "can be reached")
        // litellm waits for the rest of a document that does not come, and the program with it.
        case .garbage where agent == .gemini: atTheDeadline
        case .garbage: provider("network", retry: true, remedy: "can be reached")
        case .cutOnce: Expected(status: .success, words: ("success", "changed"), kind: nil, isRetryable: false)
        case .nothingToDo: Expected(status: .success, words: ("success", "no_changes"), kind: nil, isRetryable: false)
        case .hanging: atTheDeadline
        case .toolsDenied:
            Expected(
                status: .agentFailed,
                words: ("failed", "agent_error"),
                kind: "tools_denied",
                isRetryable: false,
                remedy: "allow the agent its tools"
            )
        case .noKey: Expected(status: .secret, words: ("", ""), kind: nil, isRetryable: false)
        }
    }

    private var atTheDeadline: Expected {
        Expected(
            status: .timeout,
            words: ("timeout", "timeout"),
            kind: "timeout",
            isRetryable: false,
            remedy: "raise the timeout"
        )
    }

    private func provider(
        _ kind: String,
        retry isRetryable: Bool = false,
        reset hasReset: Bool = false,
        remedy: String = ""
    ) -> Expected {
        Expected(
            status: .provider,
            words: ("failed", "provider_error"),
            kind: kind,
            isRetryable: isRetryable,
            hasReset: hasReset,
            remedy: remedy
        )
    }
}
