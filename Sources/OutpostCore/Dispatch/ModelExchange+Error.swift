internal import Foundation

extension ModelExchange {
    /// The kind of failure that a failed exchange was.
    var errorClass: DispatchError.Class {
        let words = (failure ?? "").lowercased()
        let isUnpaid = ["insufficient_quota", "credit balance", "billing", "payment required", "spending limit"]
            .contains(where: words.contains)
        guard let status else { return .network }
        switch status {
        case 402: return .budget
        case 400...499 where isUnpaid: return .budget
        case 401, 403: return .auth
        case 408: return .network
        case 429: return .rateLimit
        case 400...499: return .invalidRequest
        case 500...: return .overloaded
        default: return Self.classInStream(words)
        }
    }

    /// An answer that began as a success and then failed.
    private static func classInStream(_ words: String) -> DispatchError.Class {
        if words.contains("rate limit") || words.contains("rate_limit") { return .rateLimit }
        if words.contains("overloaded") || words.contains("server") { return .overloaded }
        return .network
    }

    /// The time that `Retry-After` names: seconds from the answer, or a date; nil where it is neither.
    func resetAt(answeredAt: Date?) -> Date? {
        guard let text = retryAfter?.trimmingCharacters(in: .whitespaces), !text.isEmpty else { return nil }
        if let seconds = Double(text) {
            // A week is more than any provider means.
            guard let answeredAt, seconds >= 0, seconds <= 604_800 else { return nil }
            return answeredAt.addingTimeInterval(seconds)
        }
        return try? Date(text, strategy: Self.httpDate)
    }

    private static let httpDate = Date.ParseStrategy(
        format: """
            \(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .defaultDigits) \
            \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\
            \(second: .twoDigits) GMT
            """,
        locale: Locale(identifier: "en_US_POSIX"),
        timeZone: .gmt
    )

    /// What happened, for people.
    var sentence: String {
        let reason = failure ?? "no reason given"
        guard let status else { return "the model could not be reached: \(reason)" }
        let retry = retryAfter.map { " (retry after \($0))" } ?? ""
        return "the provider answered \(status): \(reason)\(retry)"
    }
}
