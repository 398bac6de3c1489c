/// What is looked for in everything that a dispatch says: its own secrets in every form, and credentials by their looks.
///
/// It is made once for a dispatch and shared by all that reads its output.
package struct SecretPatterns: Sendable {
    /// Bytes of the shortest value that is looked for: a shorter one stands in too many ordinary texts.
    package static let shortestValue = 8
    /// Nothing but the shapes.
    package static let shapesOnly = SecretPatterns([])

    /// Names of the values that are too short, sorted.
    package let ignored: [String]
    /// Names by number: those of the secrets, then those of the shapes.
    let names: [String]
    /// What stands in the place of each.
    let marks: [[UInt8]]
    let secretCount: Int
    private let automaton: PatternAutomaton
    private let filter: StartFilter
    private let shapes = CredentialShape.known

    /// - Parameter secrets: names and values; a name may have several. One with a NUL, which no variable can hold, is
    ///   ignored as those that are too short are: zeros stand for what came before a text.
    package init(_ secrets: [(name: String, value: String)]) {
        var automaton = PatternAutomaton()
        var filter = StartFilter()
        let used = secrets.filter { $0.value.utf8.count >= Self.shortestValue && !$0.value.utf8.contains(0) }
        for (number, secret) in used.enumerated() {
            for form in SecretEncodings.forms(of: secret.value, shortest: Self.shortestValue) {
                automaton.insert(form, output: Int32(number))
                filter.insert(form)
            }
        }
        for (number, shape) in shapes.enumerated() {
            for anchor in shape.anchors {
                automaton.insert(anchor, output: Int32(used.count + number))
                filter.insert(anchor)
            }
        }
        automaton.close()
        self.automaton = automaton
        self.filter = filter
        secretCount = used.count
        names = used.map(\.name) + shapes.map(\.name)
        marks = names.map { Array(RedactionMark.text($0).utf8) }
        ignored = Set(secrets.map(\.name)).subtracting(used.map(\.name)).sorted()
    }

    /// A part of the bytes that is a secret.
    struct Match {
        /// Before the first byte where it began in an earlier piece.
        var start: Int
        var end: Int
        /// Into ``names``.
        var name: Int
    }

    /// What a text that goes on in the next piece ends with.
    struct Tail {
        /// What it has matched so far of a pattern; 0 where that is less than ``StartFilter/width`` bytes.
        var state: PatternAutomaton.State = 0
        /// Its last bytes.
        var quad: UInt32 = 0
    }

    /// What was found in one piece.
    struct Findings {
        var matches: [Match] = []
        var tail = Tail()
        /// Where a shape begins that may not be over, with its number, and whether it is one as far as it goes.
        var open: (start: Int, shape: Int, isMatch: Bool)?
        /// Where each shape is looked for again.
        fileprivate var skipped: [Int: Int] = [:]

        fileprivate mutating func noteOpen(at start: Int, _ shape: Int, isMatch: Bool) {
            if let open, open.start <= start { return }
            open = (start, shape, isMatch)
        }
    }

    /// Looks through one piece.
    ///
    /// - Parameters:
    ///   - bytes: the piece, escape codes taken out.
    ///   - tail: of the piece before.
    ///   - previous: the byte before the piece.
    /// - Returns: what was found, and what the end leaves open.
    func search(_ bytes: Span<UInt8>, from tail: Tail = Tail(), after previous: UInt8? = nil) -> Findings {
        var findings = Findings()
        var (state, quad, position) = (tail.state, tail.quad, 0)
        while position < bytes.count {
            if state == 0 {
                guard filter.advance(in: bytes, &position, &quad) else { break }
                state = automaton.state(of: quad)
                if state == 0 { continue }
            } else {
                quad = StartFilter.shifted(quad, bytes[position])
                state = automaton.step(state, bytes[position])
                position += 1
                // Of what is shorter the filter knows as much.
                guard automaton.depth(of: state) >= StartFilter.width else {
                    state = 0
                    continue
                }
            }
            take(state, at: position, bytes, previous, &findings)
        }
        findings.tail = Tail(state: state, quad: quad)
        return findings
    }

    /// Whether a text has any of them in it.
    func match(_ text: Span<UInt8>) -> Bool {
        let findings = search(text)
        return !findings.matches.isEmpty || findings.open?.isMatch == true
    }

    /// Bytes of what a text's end has matched so far of a pattern.
    func pending(_ tail: Tail) -> Int {
        guard tail.state == 0 else { return automaton.depth(of: tail.state) }
        let end = [16, 8, 0].map { UInt8(truncatingIfNeeded: tail.quad >> UInt32($0)) }
        return automaton.depth(of: end.reduce(0, automaton.step))
    }

    /// The secret of which a state has matched a part; nil for a shape's prefix, and for less than
    /// ``StartFilter/width`` bytes.
    func secret(pendingAt state: PatternAutomaton.State) -> Int? {
        let owner = Int(automaton.owner(of: state))
        return owner >= 0 && owner < secretCount ? owner : nil
    }

    func shape(_ number: Int) -> CredentialShape { shapes[number] }

    private func take(
        _ state: PatternAutomaton.State,
        at end: Int,
        _ bytes: Span<UInt8>,
        _ previous: UInt8?,
        _ findings: inout Findings
    ) {
        var hasSecret = false
        automaton.forEachOutput(at: state) { output, length in
            let number = Int(output)
            if number >= secretCount {
                judge(number - secretCount, at: end - length, bytes, previous, &findings)
            } else if !hasSecret {
                hasSecret = true
                findings.matches.append(Match(start: end - length, end: end, name: number))
            }
        }
    }

    private func judge(
        _ number: Int,
        at start: Int,
        _ bytes: Span<UInt8>,
        _ previous: UInt8?,
        _ findings: inout Findings
    ) {
        guard start >= findings.skipped[number, default: 0] else { return }
        let before = start > 0 ? bytes[start - 1] : previous
        // Within a longer word it is a part of something else.
        if let before, ByteClass.word.contains(before) { return }
        switch shapes[number].judge(bytes, at: start) {
        case .none(let end): findings.skipped[number] = end
        case .open:
            findings.noteOpen(at: start, number, isMatch: false)
            findings.skipped[number] = bytes.count
        case .match(let end, let isOpen):
            findings.matches.append(Match(start: start, end: end, name: secretCount + number))
            findings.skipped[number] = end
            if isOpen { findings.noteOpen(at: start, number, isMatch: true) }
        }
    }
}

extension SecretPatterns {
    /// Overlapping matches made one, in order; a secret's name goes before a shape's.
    func merged(_ matches: [Match]) -> [Match] {
        var merged: [Match] = []
        for match in matches.sorted(by: { ($0.start, $1.end) < ($1.start, $0.end) }) {
            guard var last = merged.last, match.start < last.end else {
                merged.append(match)
                continue
            }
            last.end = max(last.end, match.end)
            if last.name >= secretCount, match.name < secretCount { last.name = match.name }
            merged[merged.count - 1] = last
        }
        return merged
    }
}
