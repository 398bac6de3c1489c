/// Where a dispatch stands, in the words of the API.
package enum DispatchStatus: String, Sendable, Hashable, CaseIterable, Codable {
    /// Accepted and waiting for its turn. Next: `provisioning`, `failed`, `cancelled`.
    case pending
    /// Image, door and container are being made. Next: `running`, `failed`, `timeout`, `cancelled`.
    case provisioning
    /// The agent runs. Next: `completing`, `failed`, `timeout`, `cancelled`.
    case running
    /// The agent ended; its results are being collected. Next: any terminal status.
    case completing
    /// The agent did its work, or said that there was none. Terminal.
    case success
    /// It did not. Terminal.
    case failed
    /// The deadline came first. Terminal.
    case timeout
    /// Somebody cancelled it. Terminal.
    case cancelled

    /// Whether nothing follows.
    package var isTerminal: Bool {
        switch self {
        case .pending, .provisioning, .running, .completing: false
        case .success, .failed, .timeout, .cancelled: true
        }
    }
}
