internal import Foundation
internal import OutpostAPI
internal import OutpostCore

extension QueryReader {
    /// The filters that lists of dispatches have in common.
    mutating func list(tenant: String, status: (String) -> Set<DispatchStatus>?, expected: [String]) -> DispatchQuery {
        var query = DispatchQuery(tenant: tenant)
        let words = values("status").flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
        for word in words.map(String.init) {
            guard let statuses = status(word) else {
                let choices = expected.map { "'\($0)'" }.joined(separator: " | ")
                refuse("status", "Invalid enum value. Expected \(choices), received '\(PlainText.excerpt(word))'")
                continue
            }
            query.statuses.formUnion(statuses)
        }
        query.agent = nonEmpty("agent")
        query.batch = batch()
        query.repository = nonEmpty("repo")
        query.tags = tags()
        query.since = since()
        query.limit = integer("limit", in: 1...100, default: 20)
        query.before = cursor()
        return query
    }

    /// `tag=name:value`, any number of times, and `tags=name:value,name:value`.
    private mutating func tags() -> [String: Set<String>] {
        var tags: [String: Set<String>] = [:]
        let single = values("tag").filter { !$0.isEmpty }.map { ("tag", $0) }
        let listed = values("tags").flatMap { $0.unicodeScalars.split(separator: ",") }.map { ("tags", String($0)) }
        for (name, text) in single + listed {
            // Scalars, because a combining mark after the colon would be one character with it.
            let scalars = text.unicodeScalars
            guard let colon = scalars.firstIndex(of: ":"), colon != scalars.startIndex else {
                refuse(name, "Expected name:value, received '\(text.prefix(128))'")
                continue
            }
            let value = String(scalars[scalars.index(after: colon)...])
            tags[String(scalars[..<colon]), default: []].insert(value)
        }
        return tags
    }

    /// A time, or a day.
    mutating func since() -> Date? {
        guard let text = value("since") else { return nil }
        if let time = APITime(text) { return time.date }
        let formats = [Date.ISO8601FormatStyle(), Date.ISO8601FormatStyle(includingFractionalSeconds: true)]
        for format in formats {
            if let date = try? format.parse(text) { return date }
        }
        if let date = try? Self.mailDate.parse(text) { return date }
        if let day = try? Date.ISO8601FormatStyle().year().month().day().parse(text) { return day }
        refuse("since", "Invalid date")
        return nil
    }

    /// RFC 1123, as `Date` of JavaScript prints it, such as `Thu, 01 Jan 2026 00:00:00 GMT`.
    private static let mailDate = Date.ParseStrategy(
        format: """
            \(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .defaultDigits) \
            \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits) GMT
            """,
        locale: Locale(identifier: "en_US_POSIX"),
        timeZone: .gmt
    )

    private mutating func batch() -> BatchID? {
        guard let text = nonEmpty("batch") else { return nil }
        guard let id = BatchID(text) else {
            refuse("batch", "Invalid batch id")
            return nil
        }
        return id
    }

    private mutating func cursor() -> DispatchID? {
        guard let text = nonEmpty("cursor") else { return nil }
        guard let id = PageCursor.decode(text) else {
            refuse("cursor", "Invalid cursor")
            return nil
        }
        return id
    }

    private mutating func nonEmpty(_ name: String) -> String? {
        guard let text = value(name), !text.isEmpty else { return nil }
        return text
    }
}
