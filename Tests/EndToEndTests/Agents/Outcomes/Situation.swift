/// What a run meets: mostly, what the agent's provider does.
enum Situation: String, CaseIterable, Sendable {
    case wrongKey = "the key is refused, 401"
    case wrongKeyAsBadRequest = "the key is refused, 400"
    case notAllowed = "the key may not do that, 403"
    case noSuchModel = "the model is unknown, 404"
    case rateLimited = "too many requests, 429 with the time of reset"
    case broken = "the provider is broken, 500"
    case overloaded = "the provider has too much to do"
    case outOfMoney = "the account has no money"
    case tooLong = "the conversation is too long"
    case refused = "the model refuses the task"
    case garbage = "the answer is not in the provider's format"
    case cutOnce = "the first answer is cut in mid-stream"
    case cutAlways = "every answer is cut in mid-stream"
    case unreachable = "nobody listens at the provider's address"
    case hanging = "the provider never answers"
    case nothingToDo = "the model has nothing to do"
    case toolsDenied = "the agent may use none of its tools"
    case noKey = "no key is set"
    case noKeyForUpstream = "no key is set for another address, which asks for one"
}

extension Situation {
    /// Why an agent is not run in this situation; nil where it is.
    func exemption(of agent: BuiltInAgent) -> String? {
        impossibility(of: agent) ?? repetition(of: agent)
    }

    private func impossibility(of agent: BuiltInAgent) -> String? {
        switch (self, agent) {
        case (.wrongKeyAsBadRequest, .claude), (.wrongKeyAsBadRequest, .codex), (.wrongKeyAsBadRequest, .aider):
            "its provider answers a wrong key with 401; Google and xAI answer 400"
        case (.toolsDenied, .codex), (.toolsDenied, .grok):
            "Codex runs without approvals and without a sandbox of its own, and takes no rules from a repository"
        case (.toolsDenied, .aider), (.toolsDenied, .gemini):
            "aider offers its model no tools: it edits files itself, from the text of the answer"
        default: nil
        }
    }

    /// A run of aider takes ten times that of the others, and what it shows is seen by the gateway alone.
    private func repetition(of agent: BuiltInAgent) -> String? {
        switch (self, agent) {
        case (.noSuchModel, .aider), (.notAllowed, .gemini), (.noSuchModel, .gemini), (.tooLong, .gemini):
            "aider ends at once, as it does when its key is refused"
        case (.wrongKey, .gemini): "Google answers a wrong key with 400"
        case (.overloaded, .aider), (.overloaded, .gemini): "aider asks again, as it does when its provider is broken"
        case (.cutAlways, .aider), (.cutAlways, .gemini), (.unreachable, .gemini):
            "aider asks again, as it does after one cut, or when its own provider cannot be reached"
        case (.noKeyForUpstream, .gemini): "aider ends at once, as it does with its own provider"
        default: nil
        }
    }
}
