/// A text without a terminal's escape codes, which would hide a secret that they stand in, and where they were.
struct EscapeCodes {
    /// A code that was taken out.
    struct Gap {
        /// Where it stood in ``text``: before this byte.
        let position: Int
        /// Its bytes in what was written.
        let code: Range<Int>
    }

    /// What was written, where there are gaps.
    private var source: [UInt8] = []

    private(set) var text: [UInt8] = []
    private(set) var gaps: [Gap] = []
    /// A code at the end of which the rest is not there yet.
    private(set) var rest: [UInt8] = []

    static let escape: UInt8 = 0x1B
    private static let command = UInt8(ascii: "]")
    /// Bytes of the longest code; what goes on for longer is text.
    private static let longest = 256

    /// - Parameters:
    ///   - bytes: what is written to a terminal.
    ///   - isComplete: whether nothing follows, so that a code that is cut off is text.
    ///   - holdsSecret: of a command to the operating system, such as a link's address; one with a secret is text.
    init(_ bytes: consuming [UInt8], isComplete: Bool, holdsSecret: (Span<UInt8>) -> Bool) {
        guard Self.stand(in: bytes.span) else {
            text = bytes
            return
        }
        text.reserveCapacity(bytes.count)
        var (copied, position) = (0, 0)
        search: while let start = Self.next(in: bytes.span, from: position) {
            switch Self.end(of: bytes, at: start) {
            case .ends(let end)
            where bytes[start + 1] == Self.command && holdsSecret(bytes.span.extracting(start..<end)):
                position = start + 1
            case .ends(let end):
                text += bytes[copied..<start]
                gaps.append(Gap(position: text.count, code: start..<end))
                (copied, position) = (end, end)
            case .goesOn where !isComplete:
                text += bytes[copied..<start]
                rest = Array(bytes[start...])
                copied = bytes.count
                break search
            case .isNone, .goesOn:
                position = start + 1
            }
        }
        text += bytes[copied...]
        source = bytes
    }

    private static func next(in bytes: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        while index < bytes.count {
            if bytes[index] == escape { return index }
            index += 1
        }
        return nil
    }

    /// Whether a code may begin anywhere, in a form that a compiler makes vector instructions of.
    static func stand(in bytes: Span<UInt8>) -> Bool {
        var found: UInt8 = 0
        for index in bytes.indices { found |= bytes[index] == escape ? 1 : 0 }
        return found != 0
    }

    private enum End {
        case ends(Int), isNone, goesOn
    }

    private static func end(of bytes: [UInt8], at start: Int) -> End {
        guard start + 1 < bytes.count else { return .goesOn }
        let limit = min(bytes.count, start + longest)
        let cut: End = limit < bytes.count || limit == start + longest ? .isNone : .goesOn
        switch bytes[start + 1] {
        case UInt8(ascii: "["):
            for index in (start + 2)..<max(start + 2, limit) {
                switch bytes[index] {
                case 0x40...0x7E: return .ends(index + 1)
                case 0x20...0x3F: continue
                default: return .isNone
                }
            }
            return cut
        case command:
            for index in (start + 2)..<max(start + 2, limit) {
                if bytes[index] == 0x07 { return .ends(index + 1) }
                if bytes[index] == UInt8(ascii: "\\"), bytes[index - 1] == escape { return .ends(index + 1) }
                if bytes[index] == UInt8(ascii: "\n") { return .isNone }
            }
            return cut
        case UInt8(ascii: "("), UInt8(ascii: ")"):
            return start + 2 < bytes.count ? .ends(start + 3) : .goesOn
        case 0x40...0x7E, UInt8(ascii: "7"), UInt8(ascii: "8"), UInt8(ascii: "="), UInt8(ascii: ">"):
            return .ends(start + 2)
        default: return .isNone
        }
    }
}

extension EscapeCodes {
    /// Writes the text from its beginning to `end` with marks in the place of the matches.
    ///
    /// The codes stay, those inside a match behind its mark.
    ///
    /// - Parameters:
    ///   - matches: in order and apart from each other.
    ///   - marks: by the matches' numbers.
    ///   - end: what is not written, with its codes, is left for ``remainder(from:)``.
    ///   - output: what is appended to.
    func write(replacing matches: [SecretPatterns.Match], marks: [[UInt8]], to end: Int, into output: inout [UInt8]) {
        var (position, gap) = (0, 0)
        func copy(to target: Int, isHidden: Bool, _ output: inout [UInt8]) {
            while gap < gaps.count, gaps[gap].position <= target, !isHidden || gaps[gap].position < target {
                if !isHidden { output += text[position..<gaps[gap].position] }
                position = gaps[gap].position
                output += source[gaps[gap].code]
                gap += 1
            }
            if !isHidden { output += text[position..<target] }
            position = target
        }
        for match in matches where match.end <= end {
            copy(to: max(0, match.start), isHidden: false, &output)
            output += marks[match.name]
            copy(to: match.end, isHidden: true, &output)
        }
        copy(to: end, isHidden: false, &output)
    }

    /// What stands behind `start`, codes included, without those that stand right at it.
    func remainder(from start: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var position = start
        for gap in gaps where gap.position > start {
            bytes += text[position..<gap.position]
            bytes += source[gap.code]
            position = gap.position
        }
        return bytes + text[position...] + rest
    }
}
