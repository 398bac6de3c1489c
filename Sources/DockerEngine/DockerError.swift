/// Why an Engine call failed; the daemon's own message is kept.
package enum DockerError: Error, Sendable, Equatable {
    /// No such container, image, network or volume (404).
    case notFound(String)
    /// The name is taken, or the object's state forbids the call (409).
    case conflict(String)
    /// Nothing had to be done (304); the typed calls turn this into a result.
    case notModified
    /// No usable answer came. Only `.refused` proves that nothing was done; after any other kind, inspect first.
    case unavailable(Unavailability, String)
    /// The request cannot be right as it is (400, or refused here before it was sent).
    case invalid(String)
    /// The engine failed, or answered with a status that has no case of its own.
    case server(status: Int, String)
    /// The engine reported a failure inside a stream that had begun with status 200.
    case stream(String)
    /// This engine, or this client, cannot do that.
    case unsupported(String)
    /// The calling task was cancelled; what the engine did is unknown.
    case cancelled

    /// How an answer failed to come.
    package enum Unavailability: Sendable, Hashable {
        /// No connection could be made: nothing was sent.
        case refused
        /// The deadline of the call passed.
        case timedOut
        /// The connection ended early, or what came is not an answer.
        case lost
    }
}

extension DockerError: CustomStringConvertible {
    /// A sentence for people.
    package var description: String {
        switch self {
        case .notFound(let message), .conflict(let message), .invalid(let message), .stream(let message),
            .unsupported(let message):
            message
        case .notModified: "nothing had to be changed"
        case .unavailable(.refused, let message): "the Docker Engine cannot be reached: \(message)"
        case .unavailable(.timedOut, let message): "the Docker Engine did not answer in time: \(message)"
        case .unavailable(.lost, let message): "the connection to the Docker Engine was lost: \(message)"
        case .server(let status, let message): "the Docker Engine failed with status \(status): \(message)"
        case .cancelled: "the call to the Docker Engine was cancelled"
        }
    }

    /// Whether the engine gave no usable answer, so that the same question may be asked again later.
    package var isUnavailable: Bool {
        if case .unavailable = self { true } else { false }
    }
}
