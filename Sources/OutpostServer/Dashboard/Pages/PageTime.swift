internal import Foundation
internal import OutpostAPI

/// Times and spans as pages show them.
enum PageTime {
    /// In UTC, to the second.
    static func text(_ date: Date) -> String {
        APITime(date).description.prefix(19).replacing("T", with: " ") + " UTC"
    }

    /// The time between two dates; nil where one of them is not known.
    static func duration(from start: Date?, to end: Date?) -> String? {
        guard let start, let end else { return nil }
        return span(end.timeIntervalSince(start))
    }

    /// Such as `42 s`, `3 min 5 s`, `2 h 10 min`.
    static func span(_ seconds: TimeInterval) -> String {
        let whole = Int(max(0, min(seconds, 1e9)).rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
}
