internal import Synchronization

/// How many messages are on their way, and to whom.
final class WebhookTraffic: Sendable {
    private let underWay = Mutex<[Webhook]>([])

    /// Messages to all together.
    var count: Int { underWay.withLock(\.count) }

    /// Who has as many as it may.
    var busy: BusyReceivers {
        underWay.withLock { webhooks in
            BusyReceivers(
                webhooks: Self.frequent(webhooks.map(\.id), WebhookDeliverer.widthOfOne),
                tenants: Self.frequent(webhooks.map(\.tenant), WebhookDeliverer.widthOfTenant)
            )
        }
    }

    private static func frequent(_ ids: [String], _ limit: Int) -> Set<String> {
        Set(Dictionary(grouping: ids) { $0 }.filter { $0.value.count >= limit }.keys)
    }

    func begin(_ webhook: Webhook) { underWay.withLock { $0.append(webhook) } }

    func end(_ webhook: Webhook) {
        underWay.withLock { webhooks in
            if let index = webhooks.firstIndex(where: { $0.id == webhook.id }) { webhooks.remove(at: index) }
        }
    }
}
