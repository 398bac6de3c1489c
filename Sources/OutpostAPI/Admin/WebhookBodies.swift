/// An address that is told of the ends of a tenant's dispatches.
package struct WebhookBody: Codable, Sendable, Hashable {
    /// A UUID.
    package var id: String
    /// Whose, by id.
    package var tenant: String
    /// Where to.
    package var url: String
    /// Such as `dispatch.completed`; sorted.
    package var events: [String]
    /// For people.
    package var description: String?
    /// When it was made.
    package var createdAt: APITime
    /// When it last got a new secret; absent if it has its first.
    package var rotatedAt: APITime?
    /// Since when it is told nothing, because it answered 410; absent while it is served.
    package var disabledAt: APITime?

    package init(
        id: String,
        tenant: String,
        url: String,
        events: [String],
        description: String?,
        createdAt: APITime,
        rotatedAt: APITime?,
        disabledAt: APITime?
    ) {
        self.id = id
        self.tenant = tenant
        self.url = url
        self.events = events
        self.description = description
        self.createdAt = createdAt
        self.rotatedAt = rotatedAt
        self.disabledAt = disabledAt
    }
}

/// The answer to calls about one webhook.
package struct WebhookResponse: Codable, Sendable, Hashable {
    /// The webhook.
    package var webhook: WebhookBody

    package init(webhook: WebhookBody) {
        self.webhook = webhook
    }
}

/// A webhook with its new secret, the only time that it is shown.
package struct WebhookSecretBody: Codable, Sendable, Hashable {
    /// The webhook.
    package var webhook: WebhookBody
    /// What signs its messages: `whsec_` and base64.
    package var secret: String

    package init(webhook: WebhookBody, secret: String) {
        self.webhook = webhook
        self.secret = secret
    }
}

/// `POST /admin/webhooks`.
package struct AddWebhookBody: Codable, Sendable, Hashable {
    /// The tenant's id or name.
    package var tenant: String
    /// An https URL.
    package var url: String
    /// What it is told of; absent means every end.
    package var events: [String]?
    /// For people, at most 255 characters.
    package var description: String?

    package init(tenant: String, url: String, events: [String]? = nil, description: String? = nil) {
        self.tenant = tenant
        self.url = url
        self.events = events
        self.description = description
    }
}

/// One message to one webhook.
package struct WebhookDeliveryBody: Codable, Sendable, Hashable {
    /// The message's id, which its receiver sees as `webhook-id`.
    package var messageId: String
    /// Such as `dispatch.completed`, or `webhook.test`.
    package var type: String
    /// The dispatch that ended; absent for a test.
    package var dispatchId: String?
    /// `pending`, `delivered` or `dead`.
    package var state: String
    /// How often it was sent since it was made, or asked for again.
    package var attempts: Int
    /// When it was made.
    package var createdAt: APITime
    /// When it is sent next; absent once nothing follows.
    package var nextAt: APITime?
    /// When it was last sent.
    package var lastAt: APITime?
    /// The status of the last answer.
    package var status: Int?
    /// Why the last attempt counts for nothing.
    package var problem: String?
    /// The beginning of the last answer's body.
    package var response: String?

    package init(messageId: String, type: String, state: String, attempts: Int, createdAt: APITime) {
        self.messageId = messageId
        self.type = type
        self.state = state
        self.attempts = attempts
        self.createdAt = createdAt
    }
}

/// The answer to calls about one delivery.
package struct WebhookDeliveryResponse: Codable, Sendable, Hashable {
    /// The delivery.
    package var delivery: WebhookDeliveryBody

    package init(delivery: WebhookDeliveryBody) {
        self.delivery = delivery
    }
}

/// Which deliveries of a webhook are wanted.
package struct DeliveryFilter: Sendable, Hashable {
    /// Only those that stand there: `pending`, `delivered` or `dead`.
    package var state: String?
    /// Deliveries at most, up to 100.
    package var limit: Int

    package init(state: String? = nil, limit: Int = 20) {
        self.state = state
        self.limit = limit
    }
}

/// What a webhook is sent.
package struct WebhookMessageBody<Content: Codable & Sendable>: Codable, Sendable {
    /// Such as `dispatch.completed`.
    package var type: String
    /// When that happened; when it is sent stands in `webhook-timestamp`.
    package var timestamp: APITime
    /// The dispatch as the interface answers it, without its log.
    package var data: Content

    package init(type: String, timestamp: APITime, data: Content) {
        self.type = type
        self.timestamp = timestamp
        self.data = data
    }
}

/// What a test of a webhook holds in place of a dispatch.
package struct WebhookTestBody: Codable, Sendable, Hashable {
    /// The webhook that is tested.
    package var webhookId: String

    package init(webhookId: String) {
        self.webhookId = webhookId
    }
}
