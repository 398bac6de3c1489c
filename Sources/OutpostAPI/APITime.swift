package import Foundation

/// A point in time on the wire: ISO 8601 in UTC with milliseconds, such as `2026-01-13T14:30:00.000Z`.
package struct APITime: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
    /// The time; it is rounded to the millisecond on the wire only.
    package let date: Date

    package init(_ date: Date) {
        self.date = date
    }

    /// Reads a time in UTC that ends with `Z`, with or without a fraction; nil when the text is not one.
    package init?(_ text: String) {
        let (seconds, rest) = (text.prefix(19), text.dropFirst(19))
        guard rest.last == "Z", let whole = try? Self.wholeSeconds.parse(seconds + "Z"),
            // The parser carries what overflows: the 30th of February would be the 2nd of March.
            Self.wholeSeconds.format(whole) == seconds + "Z"
        else { return nil }
        let fraction = rest.dropLast()
        guard !fraction.isEmpty else {
            date = whole
            return
        }
        guard fraction.first == ".", (2...10).contains(fraction.utf8.count), let part = Double("0" + fraction),
            fraction.dropFirst().utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        date = whole.addingTimeInterval(part)
    }

    /// The time as it is written.
    package var description: String {
        // The format cuts fractions, and a decimal fraction is rarely exact in binary: rounding keeps .001 at .001.
        let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
        return Self.withFraction.format(Date(timeIntervalSince1970: (milliseconds + 0.25) / 1000))
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let time = APITime(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not a time in UTC")
        }
        self = time
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    package static func < (left: APITime, right: APITime) -> Bool { left.date < right.date }

    private static let withFraction = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    private static let wholeSeconds = Date.ISO8601FormatStyle()
}
