internal import Foundation

extension Observations {
    /// The error that the gateway saw; the agent's word is asked only for what the provider did not say.
    func error(of failure: ModelExchange) -> DispatchError {
        let kind = failure.errorClass
        var resetAt: Date?
        if kind == .rateLimit {
            resetAt = failure.resetAt(answeredAt: lastModelFailureAt) ?? outcome?.error?.reset
        }
        return DispatchError(kind, credential: credentialName, resetAt: resetAt)
    }

    /// The error as the agent tells it; nil where it tells of none.
    var agentsError: DispatchError? {
        outcome?.error.map { DispatchError($0.class, credential: credentialName, resetAt: $0.reset) }
    }

    /// An agent that asked nothing has, as a rule, no key in its own eyes, or a setting that is wrong.
    var ranNothingError: DispatchError {
        guard let told = agentsError, told.class != .other else { return DispatchError(.agentRanNothing) }
        return told
    }
}

extension AgentOutcome.Failure {
    fileprivate var reset: Date? { resetAt.flatMap { try? Date($0, strategy: .iso8601) } }
}
