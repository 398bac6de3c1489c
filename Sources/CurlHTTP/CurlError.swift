/// Why an exchange has no complete response.
package enum CurlError: Error, Sendable {
    /// No connection came about, so nothing was sent: safe to repeat.
    case couldNotConnect(String)
    /// The request's deadline passed, whatever the phase.
    case deadlineExceeded
    /// The task was cancelled, the body was let go, or the client was shut down.
    case cancelled
    /// The connection ended too early; the server may have acted on the request.
    case connectionLost(phase: Phase, String)
    /// The body is larger than the caller was ready to hold, in bytes.
    case bodyTooLarge(limit: Int)
    /// TLS failed: certificates, names, or the handshake; nothing of the request was sent.
    case tls(String)
    /// The stream that makes up the request's body failed, or was not as long as it had announced.
    case requestBodyFailed(any Error)
    /// The request cannot be sent as it is, or the answer is no HTTP.
    case invalid(String)

    /// How far a response had come.
    package enum Phase: Sendable, Equatable {
        /// Not one byte.
        case beforeResponse
        /// Part of the head. libcurl itself reports success here.
        case inHeaders
        /// The whole head, and less of the body than it promised.
        case inBody
    }
}

extension CurlError: CustomStringConvertible {
    /// One line for logs and messages.
    package var description: String {
        switch self {
        case .couldNotConnect(let detail): "could not connect: \(detail)"
        case .deadlineExceeded: "deadline exceeded"
        case .cancelled: "cancelled"
        case .connectionLost(.beforeResponse, let detail): "connection lost before a response: \(detail)"
        case .connectionLost(.inHeaders, let detail): "connection lost in the response head: \(detail)"
        case .connectionLost(.inBody, let detail): "connection lost in the response body: \(detail)"
        case .bodyTooLarge(let limit): "the response body is larger than \(limit) bytes"
        case .tls(let detail): "TLS failed: \(detail)"
        case .requestBodyFailed(let error): "the request body failed: \(error)"
        case .invalid(let detail): "invalid exchange: \(detail)"
        }
    }
}

/// A request body stream that did not have the length it announced.
package struct BodyLengthMismatch: Error, Sendable, Equatable {
    /// Bytes that `Content-Length` promised.
    package let expected: Int
    /// Bytes that the stream had given when the difference was seen.
    package let actual: Int

    /// Makes the error.
    package init(expected: Int, actual: Int) {
        self.expected = expected
        self.actual = actual
    }
}
