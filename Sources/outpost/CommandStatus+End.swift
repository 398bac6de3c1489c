internal import OutpostAPI
internal import OutpostCore

/// The exit status that the end of a dispatch means.
extension CommandStatus {
    init(_ status: DispatchStatus, _ reason: DispatchReason?) {
        self =
            switch (status, reason) {
            case (.success, _): .success
            case (.timeout, _): .timeout
            case (.cancelled, _): .cancelled
            case (_, .provider): .provider
            case (_, .repository): .repository
            case (_, .reference): .reference
            case (_, .image): .image
            case (_, .artifacts): .storage
            case (_, .infrastructure), (_, .vanished), (_, .start), (_, .setup): .infrastructure
            default: .agentFailed
            }
    }

    /// That of a dispatch which has ended, as the API tells it; words of a newer server count as the agent's failure.
    init(_ body: DispatchBody) {
        self.init(
            DispatchStatus(rawValue: body.status) ?? .failed,
            body.reason.flatMap { DispatchReason(rawValue: $0) }
        )
    }
}
