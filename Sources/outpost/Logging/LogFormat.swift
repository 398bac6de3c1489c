/// How a line of the log is written.
enum LogFormat: Sendable, Hashable {
    /// For people who look at it.
    case pretty(isColored: Bool)
    /// Time, level and all else, as supervisors' logs have it.
    case plain
    /// A JSON object.
    case json

    /// The words of the setting.
    static let words = ["auto", "pretty", "json"]

    /// What a word of the setting means: `auto` is for people where they look on, and otherwise for supervisors.
    ///
    /// - Parameters:
    ///   - word: one of ``words``.
    ///   - isTerminal: whether the log goes to a terminal.
    ///   - takesColours: whether that may be sent colours.
    init(_ word: String, isTerminal: Bool, takesColours: Bool) {
        switch word {
        case "json": self = .json
        case "pretty": self = .pretty(isColored: isTerminal && takesColours)
        default: self = isTerminal ? .pretty(isColored: takesColours) : .plain
        }
    }

    /// The line without its end.
    func text(_ line: ServerLogLine) -> String {
        switch self {
        case .pretty(let isColored): line.pretty(isColored: isColored)
        case .plain: line.plain
        case .json: line.json
        }
    }
}
