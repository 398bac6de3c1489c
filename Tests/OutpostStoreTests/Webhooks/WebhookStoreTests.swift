internal import Foundation
internal import OutpostCore
internal import Testing

@testable internal import OutpostStore

@Suite("Webhooks in SQLite", .timeLimit(.minutes(10)))
struct WebhookStoreTests {
    private func claim(_ bench: WebhookBench, busy: Set<String> = []) async throws -> ClaimedDelivery? {
        let now = bench.time.now
        return try await bench.store.claim(at: now, lease: now.addingTimeInterval(60), busy: busy)
    }

    @Test("are read as they were written, by tenant, and go with what is theirs")
    func roundTrip() async throws {
        let bench = try await WebhookBench()
        let one = try await bench.add("one", events: [.failed])
        let other = try await bench.add("other", tenant: "b")
        #expect(try await bench.store.webhooks(tenant: nil) == [one, other])
        #expect(try await bench.store.webhooks(tenant: "a") == [one])
        #expect(try await bench.store.webhook("one") == one)
        try await bench.end(1, DispatchEnd(status: .failed, reason: .exit))
        try await bench.store.remove(one, audit: bench.entry("webhook.remove"))
        await #expect(throws: WebhookError.unknown("one")) { try await bench.store.webhook("one") }
        #expect(try await bench.vault.rows("SELECT * FROM webhookDelivery").isEmpty)
        let rows = try await bench.database.audit.rows(AuditQuery()).map(\.entry.action)
        #expect(rows.filter { $0.hasPrefix("webhook.") } == ["webhook.remove", "webhook.add", "webhook.add"])
    }

    @Test("are twenty for a tenant, and twenty for the next")
    func bound() async throws {
        let bench = try await WebhookBench()
        for number in 0..<Webhook.maximum { try await bench.add("w\(number)") }
        await #expect(throws: WebhookError.tooMany) { try await bench.add("more") }
        try await bench.add("others", tenant: "b")
    }

    @Test("give each delivery to one, the oldest first, until its lease ends")
    func claims() async throws {
        let bench = try await WebhookBench()
        try await bench.add()
        try await bench.end(1)
        bench.time.advance(1)
        try await bench.end(2)
        let first = try #require(try await claim(bench))
        #expect(first.delivery.dispatch == ControlPlaneSamples.id(1))
        #expect(first.delivery.attempts == 1)
        #expect(try await claim(bench, busy: ["w"]) == nil)
        #expect(try await claim(bench)?.delivery.dispatch == ControlPlaneSamples.id(2))
        #expect(try await claim(bench) == nil)
        bench.time.advance(60)
        #expect(try await claim(bench)?.delivery.attempts == 2)
    }

    @Test("give everything that was taken again once its taker is gone")
    func release() async throws {
        let bench = try await WebhookBench()
        try await bench.add()
        try await bench.end()
        var taken = try #require(try await claim(bench)).delivery
        try await bench.store.releaseClaims(at: bench.time.now)
        taken = try #require(try await claim(bench)).delivery
        #expect(taken.attempts == 2)
        // What waits for its time goes on waiting.
        taken.take(.failed("no"), at: bench.time.now, unit: 1)
        try await bench.store.note(taken, nil)
        try await bench.store.releaseClaims(at: bench.time.now)
        #expect(try await claim(bench) == nil)
    }

    @Test("list deliveries in pages, and by where they stand")
    func pages() async throws {
        let bench = try await WebhookBench()
        try await bench.add()
        for number in 1...5 { try await bench.end(UInt64(number)) }
        var query = DeliveryQuery(webhook: "w")
        query.limit = 3
        let page = try await bench.store.deliveries(query)
        #expect(page.map(\.dispatch) == [5, 4, 3].map { ControlPlaneSamples.id($0) })
        query.before = page.last?.sequence
        #expect(try await bench.store.deliveries(query).map(\.dispatch) == [2, 1].map { ControlPlaneSamples.id($0) })
        query.state = .dead
        #expect(try await bench.store.deliveries(query).isEmpty)
    }

    @Test("forget what was delivered after seven days, and what was given up after thirty")
    func retention() async throws {
        let bench = try await WebhookBench()
        try await bench.add()
        for number in 1...3 { try await bench.end(UInt64(number)) }
        for status in [200, 410] {
            var taken = try #require(try await claim(bench)).delivery
            taken.take(.answered(WebhookReply(status: status)), at: bench.time.now, unit: 1)
            try await bench.store.note(taken, nil)
        }
        func left(after days: Double) async throws -> [WebhookDelivery.State] {
            let now = VaultBench.now.addingTimeInterval(days * 86_400)
            try await bench.store.forget(
                deliveredBefore: now.addingTimeInterval(-WebhookDelivery.keptDelivered),
                deadBefore: now.addingTimeInterval(-WebhookDelivery.keptDead)
            )
            return try await bench.deliveries().map(\.state)
        }
        #expect(try await left(after: 7) == [.pending, .dead, .delivered])
        #expect(try await left(after: 7.1) == [.pending, .dead])
        #expect(try await left(after: 30.1) == [.pending])
    }
}
