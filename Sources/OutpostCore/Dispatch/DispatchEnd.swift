/// How a dispatch ended: the payload of its one terminal transition.
package struct DispatchEnd: Sendable, Hashable, Codable {
    /// A terminal status.
    package let status: DispatchStatus
    /// Why.
    package let reason: DispatchReason
    /// The agent's exit status, where it ran to an end.
    package let exitCode: Int?
    /// One sentence for people; nil on success.
    package let message: String?
    /// What is incomplete.
    package let flags: [DispatchFlag]

    package init(
        status: DispatchStatus,
        reason: DispatchReason,
        exitCode: Int? = nil,
        message: String? = nil,
        flags: [DispatchFlag] = []
    ) {
        self.status = status
        self.reason = reason
        self.exitCode = exitCode
        self.message = message
        self.flags = flags
    }
}
