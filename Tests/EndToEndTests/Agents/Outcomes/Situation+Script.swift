internal import ScriptedModel

extension Situation {
    /// What the scripted provider does; nil where there is none.
    func script(for agent: BuiltInAgent) -> ModelScript? {
        let work = [ScriptStep(writes: [FileWrite(path: "new.txt", content: "new\n")]), ScriptStep(say: "Done.")]
        func always(_ effect: ScriptFault.Effect) -> ModelScript { ModelScript(faults: [ScriptFault(.every, effect)]) }
        switch self {
        case .noKey, .unreachable: return nil
        case .nothingToDo: return ModelScript(steps: [ScriptStep(say: "There is nothing to do.")])
        case .noKeyForUpstream, .toolsDenied: return ModelScript(steps: work)
        case .hanging:
            return ModelScript(steps: work, faults: [ScriptFault(.request(agent.isSinglePass ? 1 : 2), .hang)])
        case .cutOnce: return ModelScript(steps: work, faults: [ScriptFault(.request(1), .cut(afterBytes: 300))])
        case .cutAlways: return ModelScript(steps: work, faults: [ScriptFault(.every, .cut(afterBytes: 100))])
        case .refused: return always(.refusal)
        case .garbage: return always(.garbage)
        default:
            guard let answer = answer(to: agent) else { return nil }
            let retryAfter = self == .rateLimited ? 1 : nil
            return always(.status(answer.status, retryAfter: retryAfter, message: answer.words, headers: [:]))
        }
    }

    /// The status and the words of the provider's error, as the agent's own provider words it.
    func answer(to agent: BuiltInAgent) -> (status: Int, words: String)? {
        switch self {
        case .wrongKey: (401, "this key was revoked yesterday")
        case .wrongKeyAsBadRequest where agent == .grok:
            (400, "Incorrect API key provided: xa***. You can obtain an API key from the console.")
        case .wrongKeyAsBadRequest: (400, "API key not valid. Please pass a valid API key.")
        case .notAllowed: (403, "this key may not use that")
        case .noSuchModel: (404, "there is no model of this name")
        case .rateLimited where agent == .gemini:
            (429, "You exceeded your current quota, please check your plan and billing details.")
        case .rateLimited: (429, "slow down, please")
        case .broken: (500, "the flux capacitor is empty")
        case .overloaded: (agent == .claude ? 529 : 503, "too much to do")
        case .outOfMoney: Self.outOfMoney(agent)
        case .tooLong: Self.tooLong(agent)
        default: nil
        }
    }

    private static func outOfMoney(_ agent: BuiltInAgent) -> (status: Int, words: String) {
        switch agent {
        case .claude: (400, "Your credit balance is too low to access the API.")
        case .codex, .gemini: (429, "You exceeded your current quota, please check your plan and billing details.")
        case .aider: (402, "Insufficient Balance")
        case .grok: (403, "Your newly created team doesn't have any credits yet.")
        }
    }

    private static func tooLong(_ agent: BuiltInAgent) -> (status: Int, words: String) {
        switch agent {
        case .claude: (400, "prompt is too long: 210000 tokens > 200000 maximum")
        case .codex: (400, "Your input exceeds the context window of this model.")
        case .aider: (400, "This model's maximum context length is 131072 tokens.")
        case .gemini: (400, "The input token count (1100000) exceeds the maximum number of tokens allowed (1048576).")
        case .grok: (400, "This model's maximum prompt length is 500000 but the request contains 510000 tokens.")
        }
    }
}

extension BuiltInAgent {
    /// It asks its model once and edits what the answer says, without tools.
    var isSinglePass: Bool { self == .aider || self == .gemini }
}
