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
    fileprivate static let shortestCutPart = StartFilter.width

    package init(_ patterns: SecretPatterns) {
        self.patterns = patterns
    }

    /// The line with marks in the place of secrets.
    package mutating func redact(_ line: OutputLine) -> OutputLine {
        switch line.stream {
        case .stdout: output.redact(line, patterns)
        case .stderr: errors.redact(line, patterns)
        }
    }
}

/// One stream of a log, with what its last line left open.
private struct Lane: Sendable {
    private var tail = SecretPatterns.Tail()
    private var shape: Int?
    /// Bytes that the shape may go on for.
    private var room = 0

    mutating func redact(_ line: OutputLine, _ patterns: SecretPatterns) -> OutputLine {
        // Most lines pass through here: it looks at their own bytes, and takes no memory.
        let bytes = line.text.utf8.span
        guard line.isCut || EscapeCodes.stand(in: bytes) else {
            let matches = find(in: bytes, isCut: false, patterns)
            guard !matches.isEmpty else { return line }
            let codes = EscapeCodes(Array(line.text.utf8), isComplete: true, holdsSecret: patterns.match)
            return Self.redacted(line, codes, matches, patterns)
        }
        let mark = line.isCut && line.text.hasSuffix(OutputLine.cutMark) ? OutputLine.cutMark : ""
        var shown = Array(line.text.utf8)
        shown.removeLast(mark.utf8.count)
        let codes = EscapeCodes(shown, isComplete: true, holdsSecret: patterns.match)
        let matches = find(in: codes.text.span, isCut: line.isCut, patterns)
        return matches.isEmpty ? line : Self.redacted(line, codes, matches, patterns, mark)
    }

    private static func redacted(
        _ line: OutputLine,
        _ codes: EscapeCodes,
        _ matches: [SecretPatterns.Match],
        _ patterns: SecretPatterns,
        _ mark: String = ""
    ) -> OutputLine {
        var output: [UInt8] = []
        codes.write(replacing: matches, marks: patterns.marks, to: codes.text.count, into: &output)
        return OutputLine(stream: line.stream, text: String(decoding: output, as: UTF8.self) + mark, isCut: line.isCut)
    }

    private mutating func find(
        in text: Span<UInt8>,
        isCut: Bool,
        _ patterns: SecretPatterns
    ) -> [SecretPatterns.Match] {
        let findings = patterns.search(text, from: tail)
        var matches = findings.matches
        var next = Lane()
        next.tail = findings.tail
        if let rest = rest(in: text, patterns) {
            matches.append(rest)
            if rest.end == text.count, let shape, isCut || patterns.shape(shape).spansLines {
                next.shape = shape
                next.room = room - text.count
            }
        }
        if let secret = patterns.secret(pendingAt: findings.tail.state) {
            let pending = patterns.pending(findings.tail)
            if pending >= (isCut ? LogRedactor.shortestCutPart : LogRedactor.shortestPart) {
                matches.append(.init(start: text.count - pending, end: text.count, name: secret))
            }
        }
        if let open = findings.open, isCut || (open.isMatch && patterns.shape(open.shape).spansLines) {
            matches.append(.init(start: open.start, end: text.count, name: patterns.secretCount + open.shape))
            next.shape = open.shape
            next.room = CredentialShape.longest
        }
        self = next
        guard !matches.isEmpty else { return [] }
        return patterns.merged(matches.filter { $0.end > max(0, $0.start) })
    }

    /// The part of the line that belongs to a shape which the line before left open.
    private func rest(in bytes: Span<UInt8>, _ patterns: SecretPatterns) -> SecretPatterns.Match? {
        guard let number = shape, room > 0 else { return nil }
        let (end, isWhole) = patterns.shape(number).rest(in: bytes)
        guard end > 0 || bytes.isEmpty, isWhole || end == bytes.count else { return nil }
        return .init(start: 0, end: end, name: patterns.secretCount + number)
    }
}
