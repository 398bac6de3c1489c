internal import Foundation
internal import Logging
internal import OutpostCore
internal import Synchronization
internal import TestSupport

@testable internal import OutpostStore

/// A tenant `a` with webhooks over a database in memory, and an endpoint that answers as it is told.
struct WebhookBench {
    let vault: VaultBench
    let endpoint = Endpoint()
    let clock = ManualClock()
    let time = Time()

    var database: OutpostDatabase { vault.database }
    var store: SQLiteWebhookStore { vault.database.webhooks }

    final class Time: Sendable {
        private let value = Mutex(VaultBench.now)
        var now: Date { value.withLock { $0 } }
        func advance(_ seconds: TimeInterval) { value.withLock { $0 += seconds } }
    }

    final class Endpoint: WebhookTransport {
        /// Every message in the order of its sending.
        let posts = Observed<[WebhookPost]>([])
        /// What each gets; the last one stays.
        let replies = Mutex<[Result<WebhookReply, any Error>]>([.success(WebhookReply(status: 200))])
        /// Closed, it lets everybody wait.
        let gate = Gate(true)

        func refusal(of target: WebhookTarget) async throws -> String? { nil }

        func post(_ post: WebhookPost) async throws -> WebhookReply {
            posts.update { $0.append(post) }
            try await gate.pass()
            return try replies.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }.get()
        }
    }

    init() async throws {
        vault = try await VaultBench()
        for name in ["a", "b"] {
            try await database.identities.insert(
                Tenant(id: name, name: "tenant \(name)", tier: .pro, createdAt: VaultBench.now),
                audit: []
            )
        }
    }

    func entry(_ action: String) -> AuditEntry {
        AuditEntry(at: time.now, tenant: "a", actor: "me", action: action, resource: "w")
    }

    /// A webhook with a secret.
    @discardableResult
    func add(
        _ id: String = "w",
        tenant: String = "a",
        events: Set<WebhookEvent> = Set(WebhookEvent.allCases)
    ) async throws -> Webhook {
        let webhook = Webhook(
            id: id,
            tenant: tenant,
            url: "https://hooks.test/\(id)",
            events: events,
            createdAt: time.now
        )
        try await store.insert(webhook, audit: entry("webhook.add"))
        try await vault.set(WebhookSecret(key: [UInt8](repeating: 1, count: 32)).text, webhook.secret)
        return webhook
    }

    /// A dispatch that ended so.
    @discardableResult
    func end(
        _ number: UInt64 = 1,
        _ end: DispatchEnd = DispatchEnd(status: .success, reason: .changed),
        tenant: String = "a"
    ) async throws
        -> DispatchID
    {
        let dispatch = try ControlPlaneSamples.dispatch(number, tenant: tenant)
        try await database.dispatches.insert(dispatch)
        _ = try await database.dispatches.apply(.concluded(end, at: time.now), to: dispatch.id, at: time.now)
        return dispatch.id
    }

    func deliveries(_ webhook: String = "w") async throws -> [WebhookDelivery] {
        try await store.deliveries(DeliveryQuery(webhook: webhook))
    }

    var deliverer: WebhookDeliverer {
        WebhookDeliverer(
            store: store,
            dispatches: database.dispatches,
            vault: vault.vault,
            transport: endpoint,
            privateHosts: [],
            payload: { delivery, dispatch in
                Array("\(delivery.type) \(dispatch?.state.status.rawValue ?? "none")".utf8)
            },
            clock: clock,
            now: { [time] in time.now },
            unit: { 1 },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// Runs the deliverer while `body` runs.
    func delivering(_ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await deliverer.run() }
            try await body()
            group.cancelAll()
        }
    }

    /// Lets time pass until a look at what is due follows.
    func pass(_ seconds: TimeInterval) {
        time.advance(seconds)
        clock.advance(by: .seconds(seconds))
    }

    /// Waits until a webhook's deliveries are like that.
    func eventually(
        _ webhook: String = "w",
        _ condition: @escaping @Sendable ([WebhookDelivery]) -> Bool
    ) async throws {
        let changes = store.arrivals()
        if condition(try await deliveries(webhook)) { return }
        for await _ in changes {
            if condition(try await deliveries(webhook)) { return }
        }
        try Task.checkCancellation()
    }
}
