internal import Foundation
internal import Logging
internal import OutpostAPI

/// One line of the log before it is written.
struct ServerLogLine {
    var time: Date
    var level: Logger.Level
    /// The logger's name.
    var label: String
    /// The module that says it.
    var source: String
    var message: String
    var metadata: Logger.Metadata

    /// Time, level and all else, as supervisors' logs have it.
    var plain: String {
        let time = time.formatted(Date.ISO8601FormatStyle()).dropLast() + "+0000"
        return LogText.oneLine("\(time) \(level) \(label):\(pairs.map { " " + $0 }.joined()) [\(source)] \(message)")
    }

    /// For people who look on: the time of their clock, the level, the message, and then what belongs to it.
    func pretty(isColored: Bool) -> String {
        let clock = Date.VerbatimFormatStyle(
            format:
                "\(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits)",
            timeZone: .current,
            calendar: Calendar(identifier: .gregorian)
        )
        let name = level.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0)
        let (message, rest) = (LogText.oneLine(message), LogText.oneLine(pairs.joined(separator: " ")))
        let start = time.formatted(clock)
        guard isColored else { return "\(start) \(name) \(message)\(rest.isEmpty ? "" : "  \(rest)")" }
        return "\u{1B}[2m\(start)\u{1B}[0m \(color)\(name)\u{1B}[0m \(message)"
            + (rest.isEmpty ? "" : "  \u{1B}[2m\(rest)\u{1B}[0m")
    }

    /// A JSON object: `time`, `level`, `message`, `source`, and a member for each of the metadata.
    var json: String {
        var members = metadata.reduce(into: [String: JSONValue]()) { members, entry in
            members[entry.key.replacing(".", with: "_")] = Self.value(entry.value)
        }
        members["time"] = .string("\(APITime(time))")
        members["level"] = .string(level.rawValue)
        members["message"] = .string(message)
        members["source"] = .string(source)
        guard let data = try? APICoding.encode(JSONValue.object(members)) else { return plain }
        return LogText.oneLine(String(decoding: data, as: UTF8.self))
    }

    private var pairs: [String] { metadata.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" } }

    private var color: String {
        switch level {
        case .trace, .debug: "\u{1B}[2m"
        case .info: "\u{1B}[32m"
        case .notice: "\u{1B}[36m"
        case .warning: "\u{1B}[33m"
        case .error, .critical: "\u{1B}[31m"
        }
    }

    /// Whole numbers stay numbers.
    private static func value(_ value: Logger.MetadataValue) -> JSONValue {
        switch value {
        case .string(let text): .string(text)
        case .stringConvertible(let number as Int): .integer(number)
        case .stringConvertible(let other): .string("\(other)")
        case .array(let values): .array(values.map(Self.value))
        case .dictionary(let values): .object(values.mapValues(Self.value))
        }
    }
}
