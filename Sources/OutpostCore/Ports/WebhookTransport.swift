/// Sends a message over the network.
package protocol WebhookTransport: Sendable {
    /// Why a target may not be reached, as far as it is known now; nil where nothing speaks against it.
    ///
    /// A name that is not found speaks for nothing: it may be found later.
    func refusal(of target: WebhookTarget) async throws -> String?

    /// Sends one message, to the address that was checked and no other; redirects are not followed.
    ///
    /// - Parameter post: the message.
    /// - Returns: the answer, whatever its status.
    /// - Throws: ``WebhookFailure`` where none came, or `CancellationError`.
    func post(_ post: WebhookPost) async throws -> WebhookReply
}

/// A message as it is sent.
package struct WebhookPost: Sendable, Hashable {
    /// Where to.
    package let target: WebhookTarget
    /// The message's id.
    package let message: String
    /// When it is sent, in seconds since 1970.
    package let timestamp: Int
    /// One signature or two, with a blank between them.
    package let signature: String
    /// JSON.
    package let body: [UInt8]

    package init(target: WebhookTarget, message: String, timestamp: Int, signature: String, body: [UInt8]) {
        self.target = target
        self.message = message
        self.timestamp = timestamp
        self.signature = signature
        self.body = body
    }
}

/// What an endpoint answered.
package struct WebhookReply: Sendable, Hashable {
    /// The status.
    package let status: Int
    /// `Retry-After` as it was sent.
    package let retryAfter: String?
    /// The beginning of the body, ``WebhookDelivery/responseBytes`` at most.
    package var body: String

    package init(status: Int, retryAfter: String? = nil, body: String = "") {
        self.status = status
        self.retryAfter = retryAfter
        self.body = body
    }

    /// The status of an endpoint that wants nothing more.
    static let gone = 410

    var isSuccess: Bool { (200..<300).contains(status) }

    /// Why an answer counts for nothing.
    var problem: String {
        switch status {
        case 300..<400: "the endpoint answered \(status), and redirects are not followed"
        case Self.gone: "the endpoint answered 410 and was switched off"
        default: "the endpoint answered \(status)"
        }
    }
}
