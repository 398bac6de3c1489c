internal import OutpostAPI
internal import OutpostCore

/// A part of a dispatch's log, for its page.
struct LogModel {
    let lines: [Line]
    /// Where its script hears of more; nil where no more comes, or the part is not the last.
    let events: String?
    /// Where the events go on after the lines.
    let cursor: String
    let earlier: String?
    let latest: String?
    let whole: String
    let hasNone: Bool

    struct Line {
        let stream: String
        let text: String
    }

    /// Lines that are shown at most.
    static let mostLines = 500
    /// Characters of a line that are shown.
    static let mostOfLine = 4000

    /// - Parameters:
    ///   - tail: the lines.
    ///   - dispatch: whose they are.
    ///   - isLast: whether they are the log's last.
    ///   - coder: signs places of this log.
    init(_ tail: LogTail, of dispatch: Dispatch, isLast: Bool, coder: LogCursorCoder) {
        let page = "/ui/dispatches/\(dispatch.id)"
        lines = tail.entries.map { entry in
            Line(stream: entry.stream.rawValue, text: VisibleText.of(Self.shown(Presenter.line(entry).message)))
        }
        events = isLast && !dispatch.state.status.isTerminal ? page + "/events" : nil
        cursor = coder.encode(LogCursor(position: tail.next, sequence: tail.entries.last?.sequence ?? 0))
        // Of the place before the first line nothing but the position is asked.
        let start = coder.encode(LogCursor(position: tail.start, sequence: 0))
        earlier = tail.start == .start ? nil : "\(page)?before=\(start)#log-title"
        latest = isLast ? nil : page + "#log-title"
        whole = page + "/log"
        hasNone = isLast && tail.entries.isEmpty
    }

    /// A line as it is shown: a page is made in memory, and a line may have 256 KiB.
    static func shown(_ line: String) -> String {
        let scalars = line.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: mostOfLine, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return line }
        return String(scalars[..<end]) + "… (goes on in the whole log)"
    }
}
