package import Foundation

/// One message to one endpoint, from the end of a dispatch until it was taken or given up.
package struct WebhookDelivery: Sendable, Hashable {
    /// Its place among all, from 1; 0 before it is stored.
    package var sequence: Int
    /// The endpoint, by id.
    package let webhook: String
    /// The message's id, which stays the same however often it is sent; receivers know a repetition by it.
    package let message: String
    /// What it tells; nil for a test.
    package let event: WebhookEvent?
    /// The dispatch that ended; nil for a test.
    package let dispatch: DispatchID?
    /// When it was written down.
    package let createdAt: Date
    /// Where it stands.
    package var state = State.pending
    /// How often it was sent since ``since``.
    package var attempts = 0
    /// When attempts began: at its making, or when somebody asked for it again.
    package var since: Date
    /// When it is due next, or counts as not sent while it is being sent; nil once nothing follows.
    package var nextAt: Date?
    /// When it was last sent.
    package var lastAt: Date?
    /// The status of the last answer; nil where none came.
    package var lastStatus: Int?
    /// Why the last attempt counts for nothing; nil when it does.
    package var problem: String?
    /// The beginning of the last answer's body, without secrets.
    package var response: String?

    /// Where a delivery stands.
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// It is sent, or sent again.
        case pending
        /// The endpoint took it.
        case delivered
        /// It was given up.
        case dead
    }

    package init(
        sequence: Int = 0,
        webhook: String,
        message: String,
        event: WebhookEvent?,
        dispatch: DispatchID?,
        createdAt: Date,
        since: Date? = nil
    ) {
        self.sequence = sequence
        self.webhook = webhook
        self.message = message
        self.event = event
        self.dispatch = dispatch
        self.createdAt = createdAt
        self.since = since ?? createdAt
    }

    /// The message's type on the wire.
    package var type: String { event?.rawValue ?? Self.testType }
    /// The type of a test.
    package static let testType = "webhook.test"

    /// The id of the message about a dispatch's end, of which there is one.
    package static func message(of dispatch: DispatchID) -> String { "msg_" + dispatch.text }

    /// Bytes of a response that are kept at most.
    package static let responseBytes = 1024
    /// Seconds that one that was taken is listed.
    package static let keptDelivered: TimeInterval = 7 * 86_400
    /// Seconds that one that was given up is listed, and can be sent again.
    package static let keptDead: TimeInterval = 30 * 86_400
}

/// What came of sending a message once.
package enum WebhookOutcome: Sendable, Hashable {
    /// The endpoint answered.
    case answered(WebhookReply)
    /// No answer came; a sentence without secrets.
    case failed(String)
}

extension WebhookDelivery {
    /// Takes what came of an attempt.
    ///
    /// - Parameters:
    ///   - outcome: what came of it.
    ///   - now: the time.
    ///   - unit: a random number from 0 to 1.
    package mutating func take(_ outcome: WebhookOutcome, at now: Date, unit: Double) {
        lastAt = now
        (lastStatus, problem, response) = (nil, nil, nil)
        var earliest: Date?
        switch outcome {
        case .failed(let reason): problem = reason
        case .answered(let reply):
            (lastStatus, response) = (reply.status, reply.body.isEmpty ? nil : reply.body)
            if !reply.isSuccess { problem = reply.problem }
            earliest = RetryAfter.time(reply.retryAfter, answeredAt: now)
        }
        guard problem != nil else { return end(.delivered) }
        guard event != nil, lastStatus != WebhookReply.gone,
            let next = WebhookRetry.next(after: attempts, since: since, now: now, earliest: earliest, unit: unit)
        else { return end(.dead) }
        nextAt = next
    }

    private mutating func end(_ state: State) {
        self.state = state
        nextAt = nil
    }
}
