package import Foundation

/// Keeps webhooks and what is to be sent to them.
///
/// The end of a dispatch writes its deliveries itself, in its own transaction. Every call that changes something is durable when it
/// returns, and its audit row is written with it or not at all.
package protocol WebhookStore: Sendable {
    /// Writes a new webhook.
    ///
    /// - Throws: ``WebhookError/tooMany``.
    func insert(_ webhook: Webhook, audit: AuditEntry) async throws

    /// A tenant's webhooks, the oldest first, or everybody's.
    func webhooks(tenant: String?) async throws -> [Webhook]

    /// A webhook by id.
    ///
    /// - Throws: ``WebhookError/unknown(_:)``.
    func webhook(_ id: String) async throws -> Webhook

    /// Removes a webhook with its deliveries; nothing happens when it is gone.
    func remove(_ webhook: Webhook, audit: AuditEntry) async throws

    /// Notes that a webhook has a new secret.
    func rotated(_ webhook: Webhook, at now: Date, audit: AuditEntry) async throws

    /// Takes the delivery that is due the longest, and counts an attempt: until its lease ends nobody else gets it.
    ///
    /// - Parameters:
    ///   - now: the time.
    ///   - lease: when it counts as not sent, because whoever took it is gone.
    ///   - busy: who gets nothing more at the moment.
    /// - Returns: nil when none is due.
    /// - Throws: the database's own error, or one about a delivery that cannot be read: that one was given up, and the
    ///   next call goes on with the others.
    func claim(at now: Date, lease: Date, busy: BusyReceivers) async throws -> ClaimedDelivery?

    /// Makes due what a process that is gone had taken; for the start, while nobody else works on the data.
    func releaseClaims(at now: Date) async throws

    /// Writes a delivery of a test, which whoever makes it has taken already.
    func insert(_ delivery: WebhookDelivery, audit: AuditEntry) async throws

    /// Writes what came of an attempt; nothing happens when the webhook was removed meanwhile, and one that was given up
    /// meanwhile is not made due again.
    ///
    /// - Parameters:
    ///   - delivery: the delivery as it is now.
    ///   - change: what becomes of its webhook besides.
    /// - Throws: the database's own error.
    func note(_ delivery: WebhookDelivery, _ change: WebhookChange?) async throws

    /// A webhook's deliveries, the newest first.
    func deliveries(_ query: DeliveryQuery) async throws -> [WebhookDelivery]

    /// Makes a delivery that ended due again, with its old id.
    ///
    /// - Returns: the delivery as it is now.
    /// - Throws: ``WebhookError/unknown(_:)``, ``WebhookError/switchedOff(_:)``, ``WebhookError/unknownDelivery(_:)``,
    ///   ``WebhookError/stillPending(_:)``.
    func redeliver(
        _ message: String,
        of webhook: Webhook,
        at now: Date,
        audit: AuditEntry
    ) async throws -> WebhookDelivery

    /// Removes deliveries that were last sent before these times.
    func forget(deliveredBefore: Date, deadBefore: Date) async throws

    /// An element whenever deliveries may have become due, beside those whose time comes.
    func arrivals() -> AsyncStream<Void>
}

/// A delivery that somebody took, with its webhook.
package struct ClaimedDelivery: Sendable, Hashable {
    /// Where to.
    package let webhook: Webhook
    /// What.
    package let delivery: WebhookDelivery

    package init(webhook: Webhook, delivery: WebhookDelivery) {
        self.webhook = webhook
        self.delivery = delivery
    }
}

/// Who gets no message at the moment, because enough are on their way.
package struct BusyReceivers: Sendable, Hashable {
    /// Webhooks, by id.
    package var webhooks: Set<String>
    /// Tenants, by id: none of their webhooks gets one.
    package var tenants: Set<String>

    package init(webhooks: Set<String> = [], tenants: Set<String> = []) {
        self.webhooks = webhooks
        self.tenants = tenants
    }
}

/// What becomes of a webhook with an attempt.
package enum WebhookChange: Sendable, Hashable {
    /// It is told nothing more, and what waits for it is given up.
    case off(at: Date, audit: AuditEntry)
    /// It is told of what follows.
    case on(audit: AuditEntry)
}

/// Which deliveries are wanted.
package struct DeliveryQuery: Sendable, Hashable {
    /// Of which webhook, by id.
    package let webhook: String
    /// Only those that stand there.
    package var state: WebhookDelivery.State?
    /// The place of the delivery that the page before ended with.
    package var before: Int?
    /// Deliveries at most.
    package var limit = 20

    package init(webhook: String) {
        self.webhook = webhook
    }
}
