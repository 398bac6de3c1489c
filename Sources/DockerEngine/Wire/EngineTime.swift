/// A moment with the engine's nanosecond resolution, as inspect and logs write it.
package struct EngineTime: Sendable, Hashable, Comparable {
    /// Seconds since 1970.
    package var seconds: Int64
    /// Nanoseconds within the second, 0 to 999,999,999.
    package var nanoseconds: Int32

    /// Creates a moment.
    package init(seconds: Int64, nanoseconds: Int32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// The form that the `since` and `until` parameters take; every other is refused by some engine.
    package var parameter: String {
        let digits = "\(nanoseconds)"
        return "\(seconds).\(String(repeating: "0", count: max(0, 9 - digits.count)))\(digits)"
    }

    /// Orders by time.
    package static func < (left: EngineTime, right: EngineTime) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }
}

extension EngineTime {
    /// Reads RFC 3339 with up to nine decimals; nil for anything else, and for the year 1, by which Go says "never".
    package init?(rfc3339 text: some Collection<UInt8>) {
        var reader = DigitReader(text)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
            let day = reader.number(2), reader.take("T") || reader.take("t"),
            let hour = reader.number(2), reader.take(":"), let minute = reader.number(2), reader.take(":"),
            let second = reader.number(2),
            year > 1, (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        var nanoseconds = 0
        if reader.take(".") {
            guard let fraction = reader.fraction() else { return nil }
            nanoseconds = fraction
        }
        guard let offset = reader.offset(), reader.isAtEnd else { return nil }
        let days = Self.daysSince1970(year: year, month: month, day: day)
        seconds = Int64(days * 86_400 + hour * 3600 + minute * 60 + second - offset)
        self.nanoseconds = Int32(nanoseconds)
    }

    /// Reads RFC 3339 text; see the form that takes bytes.
    package init?(rfc3339 text: String) {
        self.init(rfc3339: Array(text.utf8))
    }

    /// Counts days in the proleptic Gregorian calendar, by years that begin in March.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

private struct DigitReader {
    private var rest: [UInt8]
    private var position = 0

    init(_ bytes: some Collection<UInt8>) {
        rest = Array(bytes)
    }

    var isAtEnd: Bool { position == rest.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < rest.count, rest[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func digit() -> Int? {
        guard position < rest.count, case let byte = rest[position], byte >= 0x30, byte <= 0x39 else { return nil }
        position += 1
        return Int(byte) - 0x30
    }

    mutating func number(_ digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let next = digit() else { return nil }
            value = value * 10 + next
        }
        return value
    }

    /// Reads decimals as nanoseconds; digits beyond the ninth are dropped.
    mutating func fraction() -> Int? {
        guard let first = digit() else { return nil }
        var value = first
        var count = 1
        while let next = digit() {
            if count < 9 {
                value = value * 10 + next
                count += 1
            }
        }
        while count < 9 {
            value *= 10
            count += 1
        }
        return value
    }

    /// Reads `Z` or `±hh:mm`, in seconds east of Greenwich.
    mutating func offset() -> Int? {
        if take("Z") || take("z") { return 0 }
        let isEast = take("+")
        guard isEast || take("-"), let hours = number(2), take(":"), let minutes = number(2) else { return nil }
        return (isEast ? 1 : -1) * (hours * 3600 + minutes * 60)
    }
}
