/// How a dispatch ended: the payload of its one terminal transition.
package struct DispatchEnd: Sendable, Hashable, Codable {
    /// A terminal status.
    package let status: DispatchStatus
    /// Why.
    package let reason: DispatchReason
    /// The agent's exit status, where it ran to an end.
    package let exitCode: Int?
    /// One sentence for people; nil on success.
    package var message: String?
    /// What is incomplete.
    package var flags: [DispatchFlag]
    /// What kind of failure it was and what to do about it; nil on success and where somebody cancelled.
    package let error: DispatchError?
    /// Where its container wanted to go besides its model and its repository; nil where nowhere.
    package var egress: EgressReport?

    /// Makes an end; without an error of its own it has the one that the reason means.
    package init(
        status: DispatchStatus,
        reason: DispatchReason,
        exitCode: Int? = nil,
        message: String? = nil,
        flags: [DispatchFlag] = [],
        error: DispatchError? = nil
    ) {
        self.status = status
        self.reason = reason
        self.exitCode = exitCode
        self.message = message
        self.flags = flags
        self.error = error ?? DispatchError(meantBy: reason)
    }
}
