/// A line of a dispatch's log.
package struct LogLine: Codable, Sendable, Hashable {
    /// From 1, without gaps but where the log's limit kept lines out.
    package var sequence: Int
    /// When it was read.
    package var timestamp: APITime
    /// `stdout` or `stderr`.
    package var stream: String
    /// The line.
    package var message: String
    /// `info`, `warn`, `error` or `debug`, guessed from the line.
    package var level: String

    package init(sequence: Int, timestamp: APITime, stream: String, message: String, level: String) {
        self.sequence = sequence
        self.timestamp = timestamp
        self.stream = stream
        self.message = message
        self.level = level
    }

    private enum CodingKeys: String, CodingKey {
        case sequence = "seq"
        case timestamp, stream, message, level
    }
}
