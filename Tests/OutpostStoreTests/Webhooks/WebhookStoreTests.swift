internal import Foundation
internal import GRDB
internal import OutpostCore
internal import Testing

@testable internal import OutpostStore

@Suite("Webhooks in SQLite", .timeLimit(.minutes(10)))
struct WebhookStoreTests {
    private func claim(
        _ bench: WebhookBench,
        busy: Set<String> = [],
        tenants: Set<String> = []
    ) async throws -> ClaimedDelivery? {
        let now = bench.time.now
        let receivers = BusyReceivers(webhooks: busy, tenants: tenants)
        return try await bench.store.claim(at: now, lease: now.addingTimeInterval(60), busy: receivers)
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
        #expect(try await claim(bench, tenants: ["a"]) == nil)
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

    @Test("are told nothing more once they are switched off: neither what was on its way, nor what is asked for again")
    func off() async throws {
        let bench = try await WebhookBench()
        let webhook = try await bench.add()
        for number: UInt64 in 1...3 { try await bench.end(number) }
        let now = bench.time.now
        var taken: [WebhookDelivery] = []
        for _ in 1...3 { taken.append(try #require(try await claim(bench)).delivery) }
        taken[0].take(.answered(WebhookReply(status: 410)), at: now, unit: 1)
        try await bench.store.note(taken[0], .off(at: now, audit: bench.entry("webhook.disable")))
        taken[1].take(.failed("no"), at: now, unit: 1)
        #expect(taken[1].state == .pending)
        try await bench.store.note(taken[1], nil)
        taken[2].take(.answered(WebhookReply(status: 200)), at: now, unit: 1)
        try await bench.store.note(taken[2], nil)
        let noted = try await bench.deliveries()
        #expect(noted.map(\.state) == [.delivered, .dead, .dead])
        #expect(noted[1].problem == "the endpoint was switched off")
        // Whoever asks may have read the webhook before.
        await #expect(throws: WebhookError.switchedOff("w")) {
            try await bench.store.redeliver(
                taken[1].message,
                of: webhook,
                at: now,
                audit: bench.entry("webhook.redeliver")
            )
        }
        #expect(try await bench.deliveries() == noted)
    }

    @Test("are listed and swept along an index, without a sort")
    func plans() async throws {
        let bench = try await WebhookBench()
        let listing = try await bench.vault.plan(SQLiteWebhookStore.listing, ["w", nil, nil, 20])
        #expect(listing.map { $0.contains("USING INDEX webhookDeliveryByWebhook (webhook=?") } == [true], "\(listing)")
        let forgetting = try await bench.vault.plan(SQLiteWebhookStore.forgetting, ["dead", 5])
        #expect(
            forgetting.map { $0.contains("INDEX webhookDeliveryOld (state=? AND lastAt<?)") } == [true],
            "\(forgetting)"
        )
    }

    @Test("are refused where their events are not even JSON, which would stand in the way of a dispatch's end")
    func malformed() async throws {
        let bench = try await WebhookBench()
        let webhook = try await bench.add()
        await #expect(throws: DatabaseError.self) { try await bench.vault.run("UPDATE webhook SET events = '['") }
        #expect(try await bench.store.webhook("w") == webhook)
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
