/// A call about webhooks that makes no sense; nothing was changed.
package enum WebhookError: Error, Sendable, Hashable {
    /// There is no such webhook.
    case unknown(String)
    /// The webhook has no such delivery, or has it no more.
    case unknownDelivery(String)
    /// The tenant has as many as it may.
    case tooMany
    /// The endpoint is switched off, because it answered 410.
    case switchedOff(String)
    /// The delivery is on its way, or will be.
    case stillPending(String)
}

extension WebhookError: CustomStringConvertible {
    /// One sentence for people.
    package var description: String {
        switch self {
        case .unknown(let id): "there is no webhook '\(PlainText.excerpt(id))'"
        case .unknownDelivery(let id): "the webhook has no delivery '\(PlainText.excerpt(id))'"
        case .tooMany: "the tenant has \(Webhook.maximum) webhooks, which is the most; remove one before"
        case .switchedOff(let id):
            "the webhook '\(id)' is switched off, because it answered 410; a test that it takes switches it on again"
        case .stillPending(let id): "the delivery '\(id)' is still being tried"
        }
    }
}

/// Why a message cannot be sent: a sentence, or words that follow what it is about; no secrets.
package struct WebhookFailure: Error, Sendable, Hashable {
    /// The words.
    package let reason: String

    package init(_ reason: String) {
        self.reason = reason
    }
}
