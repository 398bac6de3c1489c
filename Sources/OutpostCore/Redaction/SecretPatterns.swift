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
    let secretCount: Int
    private let automaton: PatternAutomaton
    private let filter: StartFilter
    private let shapes = CredentialShape.known

    /// - Parameter secrets: names and values; a name may have several.
    package init(_ secrets: [(name: String, value: String)]) {
        var automaton = PatternAutomaton()
        var filter = StartFilter()
        let used = secrets.filter { $0.value.utf8.count >= Self.shortestValue }
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

    /// What was found in one piece.
    struct Findings {
        var matches: [Match] = []
        /// What the end has matched so far of a secret or a shape's prefix.
        var state: PatternAutomaton.State = 0
        /// Bytes of that.
        var pending = 0
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
    ///   - state: what the piece before has matched at its end; 0 for a beginning.
    ///   - previous: the byte before the piece.
    /// - Returns: what was found, and what the end leaves open.
    func search(
        _ bytes: Span<UInt8>,
        from state: PatternAutomaton.State = 0,
        after previous: UInt8? = nil
    ) -> Findings {
        var findings = Findings()
        var state = state
        var position = 0
        while true {
            if state == 0 {
                guard let start = filter.next(in: bytes, from: position) else { break }
                for offset in 0..<StartFilter.width {
                    state = automaton.child(of: state, bytes[start + offset])
                    if state == 0 { break }
                }
                guard state != 0 else {
                    position = start + 1
                    continue
                }
                position = start + StartFilter.width
                take(state, at: position, bytes, previous, &findings)
            }
            while position < bytes.count {
                state = automaton.step(state, bytes[position])
                position += 1
                let depth = automaton.depth(of: state)
                // The filter goes on where the pattern that may have begun begins; it cannot look before the piece.
                if depth < StartFilter.width, depth <= position {
                    position -= depth
                    state = 0
                    break
                }
                take(state, at: position, bytes, previous, &findings)
            }
            if position == bytes.count, state != 0 { break }
        }
        if state == 0 {
            for index in max(position, bytes.count - StartFilter.width + 1)..<max(position, bytes.count) {
                state = automaton.step(state, bytes[index])
            }
        }
        findings.state = state
        findings.pending = automaton.depth(of: state)
        return findings
    }

    /// The state after a text in which nothing is found, be it what goes on from the `state` before it; nil where that
    /// takes a ``search(_:from:after:)``.
    func passes(_ text: String.UTF8View, from state: PatternAutomaton.State) -> PatternAutomaton.State? {
        guard !filter.finds(text, or: EscapeCodes.escape) else { return nil }
        var (carried, read) = (state, 0)
        for byte in text {
            guard automaton.depth(of: carried) > read else { break }
            carried = automaton.step(carried, byte)
            read += 1
            if automaton.depth(of: carried) >= StartFilter.width { return nil }
        }
        if automaton.depth(of: carried) > read { return carried }
        return text.suffix(StartFilter.width - 1).reduce(0) { automaton.step($0, $1) }
    }

    /// The secret of which a state has matched a part; nil for a shape's prefix.
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
