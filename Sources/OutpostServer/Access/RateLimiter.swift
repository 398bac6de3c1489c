internal import Foundation
internal import Synchronization

/// A token bucket for each key: it holds a minute's requests and refills evenly.
final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var updatedAt: Date
        var perMinute: Int

        /// When it will be full, after which it need not be remembered.
        var fullAt: Date {
            updatedAt.addingTimeInterval((Double(perMinute) - tokens) * 60 / Double(perMinute))
        }
    }

    private let buckets = Mutex<[String: Bucket]>([:])
    private let capacity: Int

    /// - Parameter capacity: buckets that are remembered; the fullest is forgotten for a new one.
    init(capacity: Int = 10_000) {
        self.capacity = capacity
    }

    /// Takes a token, if there is one.
    func take(key: String, perMinute: Int, at now: Date) -> RateDecision {
        let perMinute = max(1, perMinute)
        return buckets.withLock { buckets in
            if buckets[key] == nil { makeRoom(in: &buckets, at: now) }
            var bucket = buckets[key] ?? Bucket(tokens: Double(perMinute), updatedAt: now, perMinute: perMinute)
            // A clock that is set back must not take tokens away.
            let elapsed = max(0, now.timeIntervalSince(bucket.updatedAt))
            bucket.tokens = min(Double(perMinute), bucket.tokens + elapsed * Double(perMinute) / 60)
            bucket.updatedAt = now
            bucket.perMinute = perMinute
            let isAllowed = bucket.tokens >= 1
            if isAllowed { bucket.tokens -= 1 }
            buckets[key] = bucket
            return RateDecision(
                isAllowed: isAllowed,
                limit: perMinute,
                remaining: Int(bucket.tokens),
                reset: Int(bucket.fullAt.timeIntervalSince1970.rounded(.up)),
                retryAfter: max(1, Int(((1 - bucket.tokens) * 60 / Double(perMinute)).rounded(.up)))
            )
        }
    }

    private func makeRoom(in buckets: inout [String: Bucket], at now: Date) {
        guard buckets.count >= capacity else { return }
        buckets = buckets.filter { $0.value.fullAt > now }
        while buckets.count >= capacity, let fullest = buckets.min(by: { $0.value.fullAt < $1.value.fullAt }) {
            buckets[fullest.key] = nil
        }
    }
}

/// What the limiter says to one request.
struct RateDecision: Sendable, Hashable {
    let isAllowed: Bool
    /// Requests a minute.
    let limit: Int
    /// Requests that could follow at once.
    let remaining: Int
    /// When the bucket is full again, in seconds since 1970.
    let reset: Int
    /// Seconds until the next request is allowed, for one that was not.
    let retryAfter: Int
}
