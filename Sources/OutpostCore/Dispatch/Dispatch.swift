package import Foundation

/// One dispatch as it is kept: what was asked, where it stands, and what is known of its container.
package struct Dispatch: Sendable, Hashable {
    /// Its identifier.
    package let id: DispatchID
    /// Whose it is; `local` for a run without a server.
    package let tenant: String
    /// What was asked.
    package let request: DispatchRequest
    /// When it was accepted.
    package let createdAt: Date
    /// Those that were asked for together with it; nil where it was asked for alone.
    package let batch: BatchID?
    /// Where it stands and what led there.
    package var state: DispatchState
    /// When and why its results were removed; nil while it has them, or never had any.
    package var removal: ResultRemoval?

    package init(
        id: DispatchID,
        tenant: String,
        request: DispatchRequest,
        createdAt: Date,
        batch: BatchID? = nil,
        state: DispatchState = .init(),
        removal: ResultRemoval? = nil
    ) {
        self.id = id
        self.tenant = tenant
        self.request = request
        self.createdAt = createdAt
        self.batch = batch
        self.state = state
        self.removal = removal
    }
}

/// The changing half of a dispatch.
///
/// Only ``DispatchState/apply(_:)`` changes it.
package struct DispatchState: Sendable, Hashable {
    /// Where the dispatch stands.
    package internal(set) var status: DispatchStatus = .pending
    /// Which attempt this is, from 1; 0 before the first.
    package internal(set) var attempt = 0
    /// The container's name, known before it is created so that a lost answer can be looked up.
    package internal(set) var containerName: String?
    /// The engine's id for it.
    package internal(set) var containerID: String?
    /// The nonce of the runtime that was allowed to run the agent.
    package internal(set) var boot: String?
    /// When the agent started.
    package internal(set) var startedAt: Date?
    /// Why it was told to stop.
    package internal(set) var stopCause: StopCause?
    /// What whoever asked for the stop said, at most 500 characters; nil when nothing was said.
    package internal(set) var stopReason: String?
    /// How it ended.
    package internal(set) var end: DispatchEnd?
    /// When it ended.
    package internal(set) var endedAt: Date?

    package init() {}

    /// Restores a state that was stored.
    package init(
        status: DispatchStatus,
        attempt: Int,
        containerName: String?,
        containerID: String?,
        boot: String?,
        startedAt: Date?,
        stopCause: StopCause?,
        stopReason: String? = nil,
        end: DispatchEnd?,
        endedAt: Date?
    ) {
        self.status = status
        self.attempt = attempt
        self.containerName = containerName
        self.containerID = containerID
        self.boot = boot
        self.startedAt = startedAt
        self.stopCause = stopCause
        self.stopReason = stopReason
        self.end = end
        self.endedAt = endedAt
    }
}

extension DispatchState {
    /// The end of a dispatch that was cancelled, in the words of whoever did it.
    func cancelled(flags: [DispatchFlag] = []) -> DispatchEnd {
        DispatchEnd(status: .cancelled, reason: .cancelled, message: stopReason ?? Self.cancelledText, flags: flags)
    }

    /// The end of a dispatch whose container is gone: whoever told it to stop has what they wanted.
    ///
    /// - Parameters:
    ///   - message: what is known, where nobody told it to stop.
    ///   - flags: what is missing of its results.
    /// - Returns: cancelled, its time out, or vanished.
    func vanished(_ message: String, flags: [DispatchFlag]) -> DispatchEnd {
        switch stopCause {
        case .cancel: cancelled(flags: flags)
        case .timeout:
            DispatchEnd(
                status: .timeout,
                reason: .timeout,
                message: "the agent was stopped at its deadline",
                flags: flags
            )
        case nil: DispatchEnd(status: .failed, reason: .vanished, message: message, flags: flags)
        }
    }

    /// What is said of a cancel that nobody gave a reason for.
    static let cancelledText = "the dispatch was cancelled"
}
