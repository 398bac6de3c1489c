internal import Foundation
internal import Testing

@testable internal import OutpostCore

@Suite("A webhook's message that was not taken")
struct WebhookRetryTests {
    private static let start = Date(timeIntervalSince1970: 1_700_000_000)

    private func pause(
        after attempts: Int,
        unit: Double,
        wish: TimeInterval? = nil,
        age: TimeInterval = 0
    ) -> TimeInterval? {
        let now = Self.start.addingTimeInterval(age)
        return WebhookRetry.next(
            after: attempts,
            since: Self.start,
            now: now,
            earliest: wish.map(now.addingTimeInterval),
            unit: unit
        )?.timeIntervalSince(now)
    }

    @Test(
        "waits up to twice as long each time, anywhere between nothing and that",
        arguments: [(1, 5), (2, 10), (3, 20), (8, 640), (12, 10_240), (13, 14_400), (1000, 14_400)]
    )
    func windows(attempts: Int, longest: TimeInterval) {
        #expect(pause(after: attempts, unit: 1) == longest)
        #expect(pause(after: attempts, unit: 0.5) == longest / 2)
        #expect(pause(after: attempts, unit: 0) == 0)
    }

    @Test("waits as long as the endpoint asks for, but no more than six hours")
    func wishes() {
        #expect(pause(after: 1, unit: 0.5, wish: 60) == 60)
        #expect(pause(after: 4, unit: 1, wish: 1) == 40)
        #expect(pause(after: 1, unit: 0.5, wish: 100_000) == 21_600)
        #expect(pause(after: 1, unit: 0.5, wish: -5) == 2.5)
    }

    @Test("is given up when the next time lies beyond a day")
    func lifetime() {
        #expect(pause(after: 20, unit: 1, age: 72_000) == 14_400)
        #expect(pause(after: 20, unit: 1, age: 72_001) == nil)
        #expect(pause(after: 1, unit: 0, age: 90_000) == nil)
        #expect(pause(after: 1, unit: 0, wish: 21_600, age: 70_000) == nil)
    }

    @Test("is sent some twenty times in a day, and then no more")
    func schedule() {
        var (now, attempts) = (Self.start, 1)
        while let next = WebhookRetry.next(after: attempts, since: Self.start, now: now, earliest: nil, unit: 0.5) {
            #expect(next >= now)
            (now, attempts) = (next, attempts + 1)
        }
        #expect((15...30).contains(attempts), "\(attempts)")
    }

    private func delivery(event: WebhookEvent? = .failed) -> WebhookDelivery {
        var delivery = WebhookDelivery(
            webhook: "w",
            message: "msg_1",
            event: event,
            dispatch: nil,
            createdAt: Self.start
        )
        delivery.attempts = 1
        return delivery
    }

    @Test(
        "or was: what an answer means",
        arguments: [
            (200, .delivered), (204, .delivered), (299, .delivered), (301, .pending), (307, .pending), (400, .pending),
            (404, .pending), (410, .dead), (429, .pending), (500, .pending), (100, .pending),
        ] as [(Int, WebhookDelivery.State)]
    )
    func answers(status: Int, state: WebhookDelivery.State) {
        var delivery = delivery()
        delivery.take(.answered(WebhookReply(status: status, body: "words")), at: Self.start, unit: 1)
        #expect(delivery.state == state)
        #expect((delivery.nextAt == nil) == (state != .pending))
        #expect((delivery.problem == nil) == (state == .delivered))
        #expect(delivery.lastStatus == status)
        #expect(delivery.response == "words")
    }

    @Test("honours Retry-After in seconds and as a date")
    func retryAfter() {
        for text in ["60", "Tue, 14 Nov 2023 22:14:20 GMT"] {
            var delivery = delivery()
            let reply = WebhookReply(status: 503, retryAfter: text)
            delivery.take(.answered(reply), at: Self.start, unit: 0)
            #expect(delivery.nextAt == Self.start.addingTimeInterval(60), "\(text)")
        }
    }

    @Test("is sent again when nobody answered, unless it was a test")
    func failures() {
        var (real, test) = (delivery(), delivery(event: nil))
        real.take(.failed("nobody"), at: Self.start, unit: 0.5)
        test.take(.failed("nobody"), at: Self.start, unit: 0.5)
        #expect(real.state == .pending)
        #expect(real.problem == "nobody")
        #expect(test.state == .dead)
    }
}
