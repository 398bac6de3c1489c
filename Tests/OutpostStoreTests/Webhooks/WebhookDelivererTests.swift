internal import Foundation
internal import GRDB
internal import Synchronization
internal import TestSupport
internal import Testing

@testable internal import OutpostCore
@testable internal import OutpostStore

@Suite("Webhooks that are told", .timeLimit(.minutes(10)))
struct WebhookDelivererTests {
    private static let down = Result<WebhookReply, any Error>.success(WebhookReply(status: 503, body: "later"))
    private static let good = Result<WebhookReply, any Error>.success(WebhookReply(status: 200))

    @Test("get a message as soon as the dispatch has ended, signed, and no second one")
    func prompt() async throws {
        let bench = try await WebhookBench()
        try await bench.add()
        try await bench.delivering {
            try await bench.end(1, DispatchEnd(status: .failed, reason: .exit))
            try await bench.eventually { $0.map(\.state) == [.delivered] }
            bench.pass(3600)
            try await bench.end(2)
            try await bench.eventually { $0.map(\.state) == [.delivered, .delivered] }
        }
        let posts = bench.endpoint.posts.value
        #expect(
            posts.map { String(decoding: $0.body, as: UTF8.self) } == [
                "dispatch.failed failed", "dispatch.completed success",
            ]
        )
        let secret = WebhookSecret(key: [UInt8](repeating: 1, count: 32))
        for post in posts {
            let signature = secret.signature(of: post.message, timestamp: post.timestamp, body: post.body)
            #expect(post.signature == signature)
        }
    }

    @Test("get it again, under the same id, when they did not take it")
    func retries() async throws {
        let bench = try await WebhookBench()
        try await bench.add()
        bench.endpoint.replies.withLock { $0 = [Self.down, .failure(WebhookFailure("nobody")), Self.good] }
        try await bench.delivering {
            try await bench.end()
            try await bench.eventually { $0.first?.lastStatus == 503 }
            #expect(try await bench.deliveries().first?.response == "later")
            // The pauses have five and ten seconds, as the random number is 1.
            bench.pass(4)
            #expect(bench.endpoint.posts.value.count == 1)
            bench.pass(2)
            try await bench.eventually { $0.first?.problem == "nobody" }
            bench.pass(10)
            try await bench.eventually { $0.first?.state == .delivered }
        }
        #expect(try await bench.deliveries().first?.attempts == 3)
        #expect(Set(bench.endpoint.posts.value.map(\.message)) == ["msg_" + ControlPlaneSamples.id(1).text])
    }

    @Test("are given up after a day, and get it again on request, for another day")
    func dead() async throws {
        let bench = try await WebhookBench()
        let webhook = try await bench.add()
        bench.endpoint.replies.withLock { $0 = [Self.down] }
        let id = try await bench.end()
        bench.time.advance(86_400)
        try await bench.delivering {
            try await bench.eventually { $0.map(\.state) == [.dead] }
            bench.endpoint.replies.withLock { $0 = [.success(WebhookReply(status: 502)), Self.good] }
            _ = try await bench.store.redeliver(
                WebhookDelivery.message(of: id),
                of: webhook,
                at: bench.time.now,
                audit: bench.entry("webhook.redeliver")
            )
            try await bench.eventually { $0.first?.state == .pending && $0.first?.lastStatus == 502 }
            bench.pass(6)
            try await bench.eventually { $0.map(\.state) == [.delivered] }
        }
    }

    @Test("that answer 410 are told nothing more, and what waits for them is given up")
    func gone() async throws {
        let bench = try await WebhookBench()
        try await bench.add()
        for number in 1...4 { try await bench.end(UInt64(number)) }
        bench.endpoint.replies.withLock { $0 = [.success(WebhookReply(status: 410))] }
        try await bench.delivering {
            try await bench.eventually { $0.allSatisfy { $0.state == .dead } }
        }
        #expect(bench.endpoint.posts.value.count <= 2)
        #expect(try await bench.store.webhook("w").disabledAt == bench.time.now)
        let actions = try await bench.database.audit.rows(AuditQuery()).map(\.entry.action)
        #expect(actions.filter { $0 == "webhook.disable" }.count == 1)
    }

    private struct Unforeseen: Error {}

    @Test("get it again after a failure that nobody foresaw, and it is given up like any other")
    func unforeseen() async throws {
        let bench = try await WebhookBench()
        try await bench.add()
        bench.endpoint.replies.withLock { $0 = [.failure(Unforeseen()), Self.good, .failure(Unforeseen())] }
        try await bench.delivering {
            try await bench.end()
            try await bench.eventually { $0.first?.problem != nil }
            #expect(try await bench.deliveries().map(\.state) == [.pending])
            bench.pass(6)
            try await bench.eventually { $0.first?.state == .delivered }
        }
        try await bench.end(2)
        bench.time.advance(86_400)
        try await bench.delivering { try await bench.eventually { $0.first?.state == .dead } }
    }

    @Test("get it again when its lease has ended, where the database could not be read")
    func unavailable() async throws {
        let bench = try await WebhookBench()
        try await bench.add()
        bench.endpoint.replies.withLock { $0 = [.failure(StorageUnavailable.locked), Self.good] }
        try await bench.delivering {
            try await bench.end()
            try await bench.endpoint.posts.wait { $0.count == 1 }
            #expect(try await bench.deliveries().first?.problem == nil)
            bench.pass(WebhookDeliverer.lease)
            try await bench.eventually { $0.first?.state == .delivered }
        }
        #expect(try await bench.deliveries().first?.attempts == 2)
    }

    @Test(
        "get theirs although another delivery cannot be read, which is given up",
        arguments: [
            "UPDATE webhookDelivery SET event = 'dispatch.paused' WHERE sequence = 1",
            "UPDATE webhook SET events = '{}' WHERE id = 'broken'",
        ]
    )
    func unreadable(damage: String) async throws {
        let bench = try await WebhookBench()
        for id in ["broken", "whole"] { try await bench.add(id) }
        try await bench.end()
        try await bench.vault.run(damage)
        try await bench.delivering { try await bench.eventually("whole") { $0.map(\.state) == [.delivered] } }
        let rows = try await bench.vault.rows("SELECT state, problem FROM webhookDelivery WHERE webhook = 'broken'")
        #expect(rows.map { $0["state"] as String } == ["dead"])
        #expect(rows.map { $0["problem"] as String } == ["what is stored of it or of its webhook cannot be read"])
    }

    @Test("are signed for without a row in the audit trail for each message")
    func quiet() async throws {
        let bench = try await WebhookBench()
        let webhook = try await bench.add()
        try await bench.store.rotated(webhook, at: bench.time.now, audit: bench.entry("webhook.rotate"))
        let before = try await bench.database.audit.rows(AuditQuery()).map(\.entry)
        try await bench.delivering {
            try await bench.end(1)
            try await bench.eventually { $0.map(\.state) == [.delivered] }
            bench.pass(Webhook.overlap)
            try await bench.end(2)
            try await bench.eventually { $0.map(\.state) == [.delivered, .delivered] }
        }
        #expect(try await bench.database.audit.rows(AuditQuery()).map(\.entry) == before)
    }

    @Test("are told eight messages at once, four of a tenant, two each, and a slow one holds up nobody")
    func width() async throws {
        let bench = try await WebhookBench()
        for tenant in ["a", "b"] {
            for number in 1...5 { try await bench.add("\(tenant)\(number)", tenant: tenant) }
        }
        // All of the one tenant's were due before any of the other's.
        for number: UInt64 in 1...3 { try await bench.end(number) }
        for number: UInt64 in 4...6 { try await bench.end(number, tenant: "b") }
        let open = bench.endpoint.gate
        open.update { $0 = false }
        try await bench.delivering {
            let posts = try await bench.endpoint.posts.wait { $0.count >= WebhookDeliverer.width }
            bench.pass(2)
            #expect(posts.count == WebhookDeliverer.width)
            for (_, own) in Dictionary(grouping: posts, by: \.target.url) { #expect(own.count <= 2) }
            let first = posts.filter { $0.target.url.contains("/a") }
            #expect(first.count == 4)
            open.open()
            try await bench.endpoint.posts.wait { $0.count == 30 }
        }
    }

    @Test("have what they answer kept to a kibibyte, without their secret and without control characters")
    func response() async throws {
        let bench = try await WebhookBench()
        try await bench.add()
        let secret = WebhookSecret(key: [UInt8](repeating: 1, count: 32)).text
        let long = "\u{1B}[31m\(secret) " + String(repeating: "ü", count: 2000)
        bench.endpoint.replies.withLock { $0 = [.success(WebhookReply(status: 500, body: long))] }
        try await bench.delivering {
            try await bench.end()
            try await bench.eventually { $0.first?.response != nil }
        }
        let kept = try #require(try await bench.deliveries().first?.response)
        #expect(!kept.contains(secret))
        #expect(!kept.contains("\u{1B}"))
        #expect(kept.utf8.count <= WebhookDelivery.responseBytes + 3)
    }

    @Test("have their messages signed by two secrets for a day after they got a new one")
    func rotation() async throws {
        let bench = try await WebhookBench()
        let webhook = try await bench.add()
        try await bench.vault.set(WebhookSecret(key: [UInt8](repeating: 2, count: 32)).text, webhook.secret)
        try await bench.store.rotated(webhook, at: bench.time.now, audit: bench.entry("webhook.rotate"))
        try await bench.delivering {
            try await bench.end(1)
            try await bench.endpoint.posts.wait { $0.count == 1 }
            bench.pass(Webhook.overlap)
            try await bench.end(2)
            try await bench.endpoint.posts.wait { $0.count == 2 }
        }
        let counts = bench.endpoint.posts.value.map { $0.signature.split(separator: " ").count }
        #expect(counts == [2, 1])
    }

    @Test("are told, once more, what a process took that was killed")
    func killed() async throws {
        let bench = try await WebhookBench()
        try await bench.add()
        try await bench.end()
        let now = bench.time.now
        let taken = try await bench.store.claim(at: now, lease: now.addingTimeInterval(600), busy: BusyReceivers())
        #expect(taken != nil)
        try await bench.delivering { try await bench.eventually { $0.map(\.state) == [.delivered] } }
        #expect(bench.endpoint.posts.value.count == 1)
    }
}
