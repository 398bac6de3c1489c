internal import Foundation

/// The header `Retry-After`.
enum RetryAfter {
    /// The time that it names: seconds from the answer, or a date; nil where it is neither.
    static func time(_ header: String?, answeredAt: Date?) -> Date? {
        guard let text = header?.trimmingCharacters(in: .whitespaces), !text.isEmpty else { return nil }
        if let seconds = Double(text) {
            // A week is more than anybody means.
            guard let answeredAt, seconds >= 0, seconds <= 604_800 else { return nil }
            return answeredAt.addingTimeInterval(seconds)
        }
        return try? Date(text, strategy: httpDate)
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
}
