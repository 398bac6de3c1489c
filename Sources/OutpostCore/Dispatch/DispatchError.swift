package import Foundation

/// What kind of failure ended a dispatch, and what can be done about it: for programs and people that go on from here.
package struct DispatchError: Sendable, Hashable, Codable {
    /// A kind of failure.
    package enum Class: String, Sendable, Hashable, CaseIterable, Codable {
        /// The provider's key is missing, wrong or not allowed to do this.
        case auth
        /// Too many requests or tokens in a time; it passes.
        case rateLimit = "rate_limit"
        /// The provider failed or has too much to do.
        case overloaded
        /// The provider could not be reached, or did not answer.
        case network
        /// The money, or a limit that was set on it, is used up.
        case budget
        /// The model refused the task.
        case refused
        /// The agent reached its limit of turns.
        case turnLimit = "turn_limit"
        /// The provider cannot serve such a request: an unknown model, too long a conversation.
        case invalidRequest = "invalid_request"
        /// The agent never asked its model anything.
        case agentRanNothing = "agent_ran_nothing"
        /// Every tool that the model wanted to use was denied.
        case toolsDenied = "tools_denied"
        /// The dispatch's time ran out.
        case timeout
        /// The container's memory ran out.
        case outOfMemory = "out_of_memory"
        /// The workspace holds more than it may.
        case workspaceFull = "workspace_full"
        /// The repository, or the branch, tag or commit, cannot be had.
        case repository
        /// The container's side of the work could not be set up or collected.
        case setup
        /// The engine, the host or this program failed.
        case infrastructure
        /// None of these.
        case other

        /// Reads a class; an unknown word is ``other``, since agents and later versions write them.
        package init(from decoder: any Decoder) throws {
            self = Self(rawValue: try decoder.singleValueContainer().decode(String.self)) ?? .other
        }
    }

    /// The kind.
    package var `class`: Class
    /// Whether the same dispatch may succeed when it is sent again, at ``resetAt`` where there is one.
    package var isRetryable: Bool
    /// What to do next, one sentence.
    package var remedy: String
    /// When the provider's limit ends; nil where it did not say.
    package var resetAt: Date?

    package init(_ class: Class, isRetryable: Bool, remedy: String, resetAt: Date? = nil) {
        self.class = `class`
        self.isRetryable = isRetryable
        self.remedy = remedy
        self.resetAt = resetAt
    }
}
