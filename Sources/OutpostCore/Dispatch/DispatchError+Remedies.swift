package import Foundation

extension DispatchError {
    /// The error of a class, with what is to be done about it.
    ///
    /// - Parameters:
    ///   - class: the kind.
    ///   - credential: the name of the provider's secret, for a refused key.
    ///   - resetAt: when the limit ends, for a rate limit.
    package init(_ class: Class, credential: String? = nil, resetAt: Date? = nil) {
        self.init(
            `class`,
            isRetryable: [.rateLimit, .overloaded, .network, .infrastructure].contains(`class`),
            remedy: Self.remedy(`class`, credential: credential, resetAt: resetAt),
            resetAt: resetAt
        )
    }

    /// The error that a reason means where nothing more is known; nil for an end that is none.
    package init?(meantBy reason: DispatchReason) {
        switch reason {
        case .changed, .noChanges, .cancelled: return nil
        case .exit, .agentError: self.init(.other)
        case .provider: self.init(.overloaded)
        case .ranNothing: self.init(.agentRanNothing)
        case .outOfMemory: self.init(.outOfMemory)
        case .workspaceFull: self.init(.workspaceFull)
        case .timeout: self.init(.timeout)
        case .repository, .reference: self.init(.repository)
        case .setup, .image, .artifacts: self.init(.setup)
        case .start, .killed, .engineRestart, .vanished, .infrastructure: self.init(.infrastructure)
        }
    }

    private static func remedy(_ class: Class, credential: String?, resetAt: Date?) -> String {
        switch `class` {
        case .auth:
            credential.map { "set the key: \($0) is missing, wrong, or not allowed to use this model" }
                ?? "set the provider's key: it is missing, wrong, or not allowed to use this model"
        case .rateLimit:
            resetAt.map { "send it again after \($0.formatted(.iso8601))" } ?? "wait a while, then send it again"
        case .overloaded: "the provider has a problem; send it again later"
        case .network: "check that the provider can be reached from this host, then send it again"
        case .budget: "add credit at the provider or raise the limit"
        case .refused: "word the task differently, or choose another model"
        case .turnLimit: "make the task smaller, or raise the agent's limit of turns"
        case .invalidRequest: "check the model and the length of the task; the provider does not take this request"
        case .agentRanNothing: "read output.log: the agent ended before it asked its model anything"
        case .toolsDenied: "allow the agent its tools; the repository's own settings of the agent may deny them"
        case .timeout: "raise the timeout, or make the task smaller"
        case .outOfMemory: "choose a model of a higher tier, which has more memory, or make the task smaller"
        case .workspaceFull: "delete the workspace (DELETE /workspaces), or have its bound raised"
        case .repository: "check the repository's URL, its branch and the access to it"
        case .setup: "read output.log: it says which part of the set-up or of the collection failed"
        case .infrastructure: "check the Docker engine and the disk, then send it again"
        case .other: "read output.log: it has the agent's own words"
        }
    }
}
