internal import Foundation
package import OutpostAPI
package import OutpostCore

extension WebhookBody {
    /// A webhook as it stands on the wire, without its secret.
    package init(_ webhook: Webhook) {
        self.init(
            id: webhook.id,
            tenant: webhook.tenant,
            url: webhook.url,
            events: webhook.events.map(\.rawValue).sorted(),
            description: webhook.description,
            createdAt: APITime(webhook.createdAt),
            rotatedAt: webhook.rotatedAt.map(APITime.init),
            disabledAt: webhook.disabledAt.map(APITime.init)
        )
    }
}

extension WebhookDeliveryBody {
    /// A delivery as it stands on the wire.
    package init(_ delivery: WebhookDelivery) {
        self.init(
            messageId: delivery.message,
            type: delivery.type,
            state: delivery.state.rawValue,
            attempts: delivery.attempts,
            createdAt: APITime(delivery.createdAt)
        )
        dispatchId = delivery.dispatch?.text
        nextAt = delivery.nextAt.map(APITime.init)
        lastAt = delivery.lastAt.map(APITime.init)
        status = delivery.lastStatus
        problem = delivery.problem
        response = delivery.response
    }
}

extension PageBody<WebhookDeliveryBody> {
    /// A page of a webhook's deliveries; a cursor is the place of the last that was seen.
    ///
    /// - Parameters:
    ///   - service: has them.
    ///   - query: one more than its limit is read, to know whether there is another page.
    /// - Throws: ``WebhookError/unknown(_:)``.
    package init(_ service: WebhookService, _ query: DeliveryQuery) async throws {
        var wider = query
        wider.limit += 1
        let found = try await service.deliveries(wider)
        let page = found.prefix(query.limit)
        self.init(
            items: page.map(WebhookDeliveryBody.init),
            nextCursor: found.count > query.limit ? page.last.map { String($0.sequence) } : nil
        )
    }
}

/// Makes the bodies that webhooks are sent.
package struct WebhookMessages: Sendable {
    private let gitBaseURL: String

    /// - Parameter gitBaseURL: what `owner/name` is joined to, as the HTTP interface has it.
    package init(gitBaseURL: String) {
        self.gitBaseURL = gitBaseURL
    }

    /// The body of a message: the same bytes however often it is sent.
    ///
    /// - Parameters:
    ///   - delivery: the delivery.
    ///   - dispatch: what it is about; nil for a test.
    /// - Returns: JSON.
    /// - Throws: an error of the encoder's.
    package func body(_ delivery: WebhookDelivery, _ dispatch: Dispatch?) throws -> [UInt8] {
        guard let dispatch else {
            return try Self.encode(delivery, delivery.createdAt, WebhookTestBody(webhookId: delivery.webhook))
        }
        let time = dispatch.state.endedAt ?? delivery.createdAt
        var ended = dispatch
        // What became of its results since then is not part of how it ended.
        ended.removal = nil
        let presenter = Presenter(gitBaseURL: gitBaseURL, now: time)
        return try Self.encode(delivery, time, presenter.body(of: DispatchView(dispatch: ended)))
    }

    private static func encode(
        _ delivery: WebhookDelivery,
        _ time: Date,
        _ data: some Codable & Sendable
    ) throws -> [UInt8] {
        Array(try APICoding.encode(WebhookMessageBody(type: delivery.type, timestamp: APITime(time), data: data)))
    }
}
