package import Foundation

/// A line of a dispatch's log as readers get it.
package struct LogEntry: Sendable, Hashable {
    /// From 1, without gaps but where the log's limit kept lines out.
    package let sequence: Int
    /// When the line was read.
    package let time: Date
    /// The stream that it came on.
    package let stream: OutputLine.Stream
    /// The line, at most 256 KiB.
    package let message: String
    /// The attempt whose container wrote it, from 1.
    package let attempt: Int

    package init(sequence: Int, time: Date, stream: OutputLine.Stream, message: String, attempt: Int = 1) {
        self.attempt = attempt
        self.sequence = sequence
        self.time = time
        self.stream = stream
        self.message = message
    }
}

/// A position in a dispatch's log: it stays valid after the dispatch's end and after a restart.
package struct LogPosition: Sendable, Hashable {
    /// Bytes of the log's file before it.
    package let offset: Int

    /// The beginning.
    package static let start = LogPosition(offset: 0)

    package init(offset: Int) { self.offset = offset }
}

/// A page of a dispatch's log.
package struct LogPage: Sendable, Hashable {
    /// The lines.
    package let entries: [LogEntry]
    /// Where the next page begins; the same position again where nothing follows yet.
    package let next: LogPosition

    package init(entries: [LogEntry], next: LogPosition) {
        self.entries = entries
        self.next = next
    }
}
