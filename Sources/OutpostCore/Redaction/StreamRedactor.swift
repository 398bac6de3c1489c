/// Replaces secrets in a stream of bytes, however it is cut.
///
/// It holds back what may be the beginning of a secret: no more than the longest that it looks for, and the escape codes
/// in it.
package struct StreamRedactor: Sendable {
    private let patterns: SecretPatterns
    private var held: [UInt8] = []
    private var previous: UInt8?
    private var found: Set<Int> = []

    /// Bytes that are held back at most; more escape codes than that inside one secret hide it.
    private static let mostHeld = 64 << 10

    package init(_ patterns: SecretPatterns) {
        self.patterns = patterns
    }

    /// Names of the secrets and shapes that were found, sorted.
    package var names: [String] { Set(found.map { patterns.names[$0] }).sorted() }

    /// The same without shapes.
    var secretNames: [String] {
        Set(found.filter { $0 < patterns.secretCount }.map { patterns.names[$0] }).sorted()
    }

    /// Takes the next bytes and appends to `output` what is sure.
    package mutating func append(_ bytes: some Collection<UInt8>, to output: inout [UInt8]) {
        take(bytes, isLast: false, into: &output)
        if held.count > Self.mostHeld { take([], isLast: true, into: &output) }
    }

    /// Ends the stream.
    package mutating func finish(_ output: inout [UInt8]) {
        take([], isLast: true, into: &output)
    }

    /// The same for a text that is complete.
    package static func redact(_ text: String, _ patterns: SecretPatterns) -> String {
        var redactor = StreamRedactor(patterns)
        var output: [UInt8] = []
        redactor.append(text.utf8, to: &output)
        redactor.finish(&output)
        return redactor.found.isEmpty ? text : String(decoding: output, as: UTF8.self)
    }

    private mutating func take(_ bytes: some Collection<UInt8>, isLast: Bool, into output: inout [UInt8]) {
        held.append(contentsOf: bytes)
        let codes = EscapeCodes(held, isComplete: isLast, holdsSecret: patterns.match)
        let findings = patterns.search(codes.text.span, after: previous)
        let matches = patterns.merged(findings.matches)
        var end = codes.text.count
        if !isLast {
            end = min(end - patterns.pending(findings.tail), findings.open?.start ?? end)
            // What goes on behind the end may make the match before it longer.
            for match in matches.reversed() where match.start < end && end < match.end { end = match.start }
        }
        for match in matches where match.end <= end { found.insert(match.name) }
        codes.write(replacing: matches, marks: patterns.marks, to: end, into: &output)
        if end > 0 { previous = codes.text[end - 1] }
        held = codes.remainder(from: end)
    }
}
