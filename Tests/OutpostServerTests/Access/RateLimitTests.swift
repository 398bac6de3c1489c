internal import Foundation
internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("Rate limits")
struct RateLimitTests {
    private let start = Samples.epoch

    @Test("A minute's requests are there at once, then one for each interval")
    func bucket() {
        let limiter = RateLimiter()
        for expected in (0..<60).reversed() {
            let decision = limiter.take(key: "a", perMinute: 60, at: start)
            #expect(decision.isAllowed)
            #expect(decision.remaining == expected)
        }
        let refused = limiter.take(key: "a", perMinute: 60, at: start)
        #expect(!refused.isAllowed)
        #expect(refused.retryAfter == 1)
        #expect(refused.reset == Int(start.timeIntervalSince1970) + 60)
        #expect(limiter.take(key: "a", perMinute: 60, at: start.addingTimeInterval(1)).isAllowed)
        #expect(!limiter.take(key: "a", perMinute: 60, at: start.addingTimeInterval(1.5)).isAllowed)
    }

    @Test("A refused request costs nothing, keys do not share, and a clock set back takes nothing away")
    func fairness() {
        let limiter = RateLimiter()
        #expect(limiter.take(key: "a", perMinute: 1, at: start).isAllowed)
        for _ in 0..<100 { #expect(!limiter.take(key: "a", perMinute: 1, at: start).isAllowed) }
        #expect(limiter.take(key: "b", perMinute: 1, at: start).isAllowed)
        #expect(!limiter.take(key: "a", perMinute: 1, at: start.addingTimeInterval(-3600)).isAllowed)
        #expect(limiter.take(key: "a", perMinute: 1, at: start.addingTimeInterval(60)).isAllowed)
    }

    @Test("Only so many keys are remembered, and the fullest bucket is forgotten first")
    func bounded() {
        let limiter = RateLimiter(capacity: 2)
        for _ in 0..<5 { _ = limiter.take(key: "busy", perMinute: 5, at: start) }
        for index in 0..<100 { _ = limiter.take(key: "k\(index)", perMinute: 5, at: start) }
        #expect(!limiter.take(key: "busy", perMinute: 5, at: start).isAllowed)
    }

    @Test("Answers tell the limit; the one over it is 429 with Retry-After, and it recovers")
    func answers() async throws {
        let bench = try await Bench()
        var tenant = try #require(try await bench.identities.tenant("alice"))
        tenant.limits.requestsPerMinute = 2
        try await bench.identities.update(tenant)
        let key = try await bench.key(scopes: [.list])
        try await bench.run { client in
            let first = try await client.send(.get, "/dispatch", key: key)
            #expect(first.header("X-RateLimit-Limit") == "2")
            #expect(first.header("X-RateLimit-Remaining") == "1")
            #expect(first.header("X-RateLimit-Reset") == String(Int(Samples.epoch.timeIntervalSince1970) + 30))
            let failing = try await client.send(.get, "/dispatch/x", key: key)
            #expect(failing.status == 403)
            #expect(failing.header("X-RateLimit-Remaining") == "0")
            let refused = try await client.send(.get, "/dispatch", key: key)
            #expect(refused.status == 429)
            #expect(refused.header("Retry-After") == "30")
            #expect(
                try refused.value("error") == ["code": "RATE_LIMIT_EXCEEDED", "message": "Rate limit exceeded"]
            )
            bench.advance(by: 30)
            #expect(try await client.send(.get, "/dispatch", key: key).status == 200)
            #expect(try await client.send(.get, "/health").header("X-RateLimit-Limit") == nil)
        }
    }
}
