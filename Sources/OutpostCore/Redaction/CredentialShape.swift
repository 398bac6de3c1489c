/// A credential that is known by how it looks.
struct CredentialShape: Sendable {
    /// What the mark calls it.
    let name: String
    /// What it begins with.
    let prefix: [UInt8]
    let form: Form

    enum Form: Sendable {
        /// So many of these bytes, not more than the last.
        case run(ByteClass, ClosedRange<Int>)
        /// A JSON Web Token: three parts in base64url with points between, of which the second is JSON too.
        case token
        /// A block of PEM with a private key in it.
        case privateKey
    }

    /// What became of a place that begins with the prefix.
    enum Verdict: Equatable {
        /// It ends here; `isOpen` when more of the data could make it longer.
        case match(end: Int, isOpen: Bool)
        /// Nothing of that shape begins before `end`.
        case none(end: Int)
        /// The data ends before it can be told.
        case open
    }

    /// Bytes of a match at most, so that a stream is held back no longer.
    static let longest = 16 << 10

    /// - Parameters:
    ///   - bytes: what is looked at, escape codes taken out.
    ///   - start: where the prefix begins.
    /// - Returns: where it ends, or that it does not, or not yet.
    func judge(_ bytes: Span<UInt8>, at start: Int) -> Verdict {
        let body = start + prefix.count
        switch form {
        case .run(let kind, let range):
            let end = kind.end(in: bytes, from: body, limit: range.upperBound)
            let length = end - body
            if end == bytes.count, length < range.upperBound {
                return length >= range.lowerBound ? .match(end: end, isOpen: true) : .open
            }
            // A run of a fixed length that goes on is something else.
            let goesOn = range.count == 1 && end < bytes.count && ByteClass.alphanumeric.contains(bytes[end])
            return length >= range.lowerBound && !goesOn ? .match(end: end, isOpen: false) : .none(end: end)
        case .token: return Self.judgeToken(bytes, start)
        case .privateKey: return PrivateKeyBlock.judge(bytes, body)
        }
    }

    private static func judgeToken(_ bytes: Span<UInt8>, _ start: Int) -> Verdict {
        let limit = Self.longest / 3
        let header = ByteClass.base64URL.end(in: bytes, from: start, limit: limit)
        guard header < bytes.count else { return .open }
        guard bytes[header] == UInt8(ascii: ".") else { return .none(end: header) }
        let payload = ByteClass.base64URL.end(in: bytes, from: header + 1, limit: limit)
        for (index, byte) in "eyJ".utf8.enumerated() {
            guard header + 1 + index < bytes.count else { return .open }
            guard bytes[header + 1 + index] == byte else { return .none(end: header) }
        }
        guard payload < bytes.count else { return .open }
        guard bytes[payload] == UInt8(ascii: ".") else { return .none(end: header) }
        let end = ByteClass.base64URL.end(in: bytes, from: payload + 1, limit: limit)
        if end == bytes.count { return end - payload > 8 ? .match(end: end, isOpen: true) : .open }
        return end - payload > 8 ? .match(end: end, isOpen: false) : .none(end: header)
    }
}

/// A set of bytes.
enum ByteClass: Sendable {
    case alphanumeric, upperAlphanumeric, hexadecimal, word, base64URL

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): self != .hexadecimal
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self != .upperAlphanumeric
        case UInt8(ascii: "g")...UInt8(ascii: "z"): self != .hexadecimal && self != .upperAlphanumeric
        case UInt8(ascii: "_"): self == .word || self == .base64URL
        case UInt8(ascii: "-"): self == .base64URL
        default: false
        }
    }

    func end(in bytes: Span<UInt8>, from start: Int, limit: Int) -> Int {
        var end = min(start, bytes.count)
        let last = min(bytes.count, start + limit)
        while end < last, contains(bytes[end]) { end += 1 }
        return end
    }
}

extension CredentialShape {
    /// Whether it may go on in the next line.
    var spansLines: Bool {
        if case .privateKey = form { true } else { false }
    }

    /// Where it ends in a line that goes on with it, and whether that is its whole rest: a line of a key's block counts
    /// only as a whole.
    func rest(in bytes: Span<UInt8>) -> (end: Int, isWhole: Bool) {
        switch form {
        case .run(let kind, let range): (kind.end(in: bytes, from: 0, limit: range.upperBound), true)
        case .token:
            (ByteClass.base64URL.end(in: bytes, from: 0, limit: Self.longest), true)
        case .privateKey:
            Self.wholeLines(PrivateKeyBlock.end(in: bytes, from: 0))
        }
    }

    private static func wholeLines(_ block: (end: Int, isClosed: Bool)) -> (end: Int, isWhole: Bool) {
        (block.end, block.isClosed)
    }
}
