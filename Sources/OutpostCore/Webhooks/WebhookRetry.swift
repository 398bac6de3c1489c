internal import Foundation

/// When a message is sent again: exponential back-off with full jitter, up to a day.
enum WebhookRetry {
    /// Seconds that the first pause has at most; each one after it has twice as many.
    static let base: TimeInterval = 5
    /// Seconds that any pause has at most.
    static let longestPause: TimeInterval = 4 * 3600
    /// Seconds that an endpoint's `Retry-After` is heeded at most.
    static let longestWish: TimeInterval = 6 * 3600
    /// Seconds after the first attempt beyond which none is made.
    static let lifetime: TimeInterval = 86_400

    /// Plans the next attempt.
    ///
    /// - Parameters:
    ///   - attempts: attempts that were made, from 1.
    ///   - since: when they began.
    ///   - now: the time.
    ///   - earliest: what the endpoint asked for; nil where it did not.
    ///   - unit: a random number from 0 to 1.
    /// - Returns: its time; nil when the message is to be given up.
    static func next(after attempts: Int, since: Date, now: Date, earliest: Date?, unit: Double) -> Date? {
        let window = min(longestPause, base * pow(2, Double(min(attempts, 30) - 1)))
        let wish = earliest.map { min($0, now.addingTimeInterval(longestWish)) } ?? now
        let next = max(now.addingTimeInterval(window * unit), wish)
        return next <= since.addingTimeInterval(lifetime) ? next : nil
    }
}
