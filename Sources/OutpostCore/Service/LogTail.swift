/// The last lines of a log, or the last before a place in it.
package struct LogTail: Sendable, Hashable {
    /// The lines, the oldest first.
    package let entries: [LogEntry]
    /// Where they begin; lines are before them unless it is ``LogPosition/start``.
    package let start: LogPosition
    /// Where the log goes on after them.
    package let next: LogPosition

    package init(entries: [LogEntry], start: LogPosition, next: LogPosition) {
        self.entries = entries
        self.start = start
        self.next = next
    }
}
