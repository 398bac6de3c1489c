/// Replaces secrets in a log, line by line: each line comes out at once, and as one line.
///
/// A secret that goes on in the next line of its stream, because the line was wrapped or was too long, is found in
/// both. Of one that ends a line unfinished the first ``shortestPart`` bytes are needed to know it.
package struct LogRedactor: Sendable {
    private let patterns: SecretPatterns
    private var (output, errors) = (Lane(), Lane())

    /// Bytes of a secret at the end of a line that are taken for its beginning.
    package static let shortestPart = 16
    /// The same where a line was cut because of its length, which may have happened anywhere.
    private static let shortestCutPart = 4

    /// What a stream's last line left open.
    private struct Lane {
        var state: PatternAutomaton.State = 0
        var shape: Int?
        /// Bytes that the shape may go on for.
        var room = 0
    }

    package init(_ patterns: SecretPatterns) {
        self.patterns = patterns
    }

    /// The line with marks in the place of secrets.
    package mutating func redact(_ line: OutputLine) -> OutputLine {
        switch line.stream {
        case .stdout: redact(line, &output)
        case .stderr: redact(line, &errors)
        }
    }

    private func redact(_ line: OutputLine, _ lane: inout Lane) -> OutputLine {
        if lane.shape == nil, !line.isCut, let state = patterns.passes(line.text.utf8, from: lane.state) {
            lane.state = state
            return line
        }
        let mark = line.isCut && line.text.hasSuffix(OutputLine.cutMark) ? OutputLine.cutMark : ""
        let codes = EscapeCodes(Array(Array(line.text.utf8).dropLast(mark.utf8.count)), isComplete: true)
        let matches = find(in: codes.text, isCut: line.isCut, &lane)
        guard !matches.isEmpty else { return line }
        var output: [UInt8] = []
        codes.write(replacing: matches, names: patterns.names, to: codes.text.count, into: &output)
        return OutputLine(stream: line.stream, text: String(decoding: output, as: UTF8.self) + mark, isCut: line.isCut)
    }

    private func find(in text: [UInt8], isCut: Bool, _ lane: inout Lane) -> [SecretPatterns.Match] {
        let findings = patterns.search(text.span, from: lane.state)
        var matches = findings.matches
        var next = Lane(state: findings.state)
        if let rest = rest(of: lane, in: text.span) {
            matches.append(rest)
            if rest.end == text.count, let shape = lane.shape, isCut || patterns.shape(shape).spansLines {
                next.shape = shape
                next.room = lane.room - text.count
            }
        }
        if let secret = patterns.secret(pendingAt: findings.state),
            findings.pending >= (isCut ? Self.shortestCutPart : Self.shortestPart)
        {
            matches.append(.init(start: text.count - findings.pending, end: text.count, name: secret))
        }
        if let open = findings.open, isCut || (open.isMatch && patterns.shape(open.shape).spansLines) {
            matches.append(.init(start: open.start, end: text.count, name: patterns.secretCount + open.shape))
            next.shape = open.shape
            next.room = CredentialShape.longest
        }
        lane = next
        return patterns.merged(matches.filter { $0.end > max(0, $0.start) })
    }

    /// The part of the line that belongs to a shape which the line before left open.
    private func rest(of lane: Lane, in bytes: Span<UInt8>) -> SecretPatterns.Match? {
        guard let number = lane.shape, lane.room > 0 else { return nil }
        let (end, isWhole) = patterns.shape(number).rest(in: bytes)
        guard end > 0 || bytes.isEmpty, isWhole || end == bytes.count else { return nil }
        return .init(start: 0, end: end, name: patterns.secretCount + number)
    }
}
