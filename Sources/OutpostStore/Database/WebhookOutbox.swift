internal import Foundation
internal import GRDB
internal import OutpostCore
internal import Synchronization

/// What the end of a dispatch leaves for webhooks, in the transaction of the end itself.
enum WebhookOutbox {
    /// Writes a delivery for each webhook that is to be told, where the dispatch ended with this change.
    ///
    /// A dispatch ends once, and its message has an id of its own: nothing is written twice.
    static func note(_ dispatch: Dispatch, at now: Date, in database: Database) throws {
        guard let event = WebhookEvent(dispatch.state.status) else { return }
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO webhookDelivery
                    (webhook, message, event, dispatch, createdAt, state, attempts, since, nextAt)
                SELECT id, ?1, ?2, ?3, ?4, 'pending', 0, ?4, ?4 FROM webhook
                WHERE tenant = ?5 AND disabledAt IS NULL
                    AND EXISTS (SELECT 1 FROM json_each(webhook.events) WHERE value = ?2)
                """,
            arguments: [
                WebhookDelivery.message(of: dispatch.id), event.rawValue, dispatch.id.text, now.timeIntervalSince1970,
                dispatch.tenant,
            ]
        )
    }
}

/// Tells who waits for deliveries that there are new ones, once they are durable.
final class WebhookArrivals: TransactionObserver, Sendable {
    private let stream: AsyncStream<Void>.Continuation
    private let hasNew = Mutex(false)

    init(_ stream: AsyncStream<Void>.Continuation) { self.stream = stream }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool {
        switch eventKind {
        case .insert(let table), .update(let table, _): table == "webhookDelivery"
        case .delete: false
        }
    }

    func databaseDidChange(with event: DatabaseEvent) { hasNew.withLock { $0 = true } }

    func databaseDidRollback(_ database: Database) { hasNew.withLock { $0 = false } }

    func databaseDidCommit(_ database: Database) {
        let isNew = hasNew.withLock { hasNew in
            defer { hasNew = false }
            return hasNew
        }
        if isNew { stream.yield() }
    }
}
