/// The text between the lines of a PEM block, as it stands in a file or, with its newlines escaped, in a string.
enum PrivateKeyBlock {
    /// Bytes of a kind's name, as in `RSA PRIVATE KEY`.
    private static let longestKind = 40
    /// Bytes that a block has at least behind its first line, where the data does not end before.
    private static let shortestBody = 16

    /// Judges what follows `-----BEGIN `.
    static func judge(_ bytes: Span<UInt8>, _ start: Int) -> CredentialShape.Verdict {
        var position = start
        while position < bytes.count, isKind(bytes[position]) { position += 1 }
        guard position < bytes.count else { return position - start > longestKind ? .none(end: start) : .open }
        guard position - start <= longestKind, ends(with: "PRIVATE KEY", in: bytes, from: start, at: position) else {
            return .none(end: start)
        }
        switch begins(with: "-----", in: bytes, at: position) {
        case nil: return .open
        case false?: return .none(end: start)
        case true?: break
        }
        let body = position + 5
        let (end, isClosed) = end(in: bytes, from: body)
        if isClosed { return .match(end: end, isOpen: false) }
        if end == bytes.count, end - start < CredentialShape.longest { return .match(end: end, isOpen: true) }
        return end - body >= shortestBody ? .match(end: end, isOpen: false) : .none(end: start)
    }

    /// Where a block's text ends that begins, or goes on, at `start`: behind its last line, or with the last of its
    /// lines before something that is none.
    static func end(in bytes: Span<UInt8>, from start: Int) -> (end: Int, isClosed: Bool) {
        let limit = min(bytes.count, start + CredentialShape.longest)
        var position = start
        // What is taken for sure: a line of which only a part looks like a key's is none.
        var settled = start
        while position < limit {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                position += 1
                settled = position
            case UInt8(ascii: " "), UInt8(ascii: "\t"):
                guard position == settled || isHeaderBreak(bytes[position - 1]) else { return (settled, false) }
                if position == settled { settled += 1 }
                position += 1
            case UInt8(ascii: "\\"):
                position += 1
                if position < limit, bytes[position] != UInt8(ascii: "\\") { position += 1 }
                settled = position
            case UInt8(ascii: "-"):
                if begins(with: "-----END", in: bytes, at: position) == true {
                    return closing(in: bytes, from: position + 8)
                }
                position += 1
            default:
                guard isBody(byte) else { return (settled, false) }
                position += 1
            }
        }
        return (position, false)
    }

    private static func closing(in bytes: Span<UInt8>, from start: Int) -> (end: Int, isClosed: Bool) {
        var position = start
        while position < bytes.count, position - start <= longestKind, isKind(bytes[position]) { position += 1 }
        var dashes = 0
        while position < bytes.count, dashes < 5, bytes[position] == UInt8(ascii: "-") {
            position += 1
            dashes += 1
        }
        return (position, dashes == 5 || position < bytes.count)
    }

    private static func isKind(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || ByteClass.upperAlphanumeric.contains(byte)
    }

    private static func isBody(_ byte: UInt8) -> Bool {
        ByteClass.alphanumeric.contains(byte) || "+/=:,".utf8.contains(byte)
    }

    private static func isHeaderBreak(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ":") }

    private static func ends(with text: String, in bytes: Span<UInt8>, from start: Int, at end: Int) -> Bool {
        end - start >= text.utf8.count && begins(with: text, in: bytes, at: end - text.utf8.count) == true
    }

    /// Nil where the data ends first.
    private static func begins(with text: String, in bytes: Span<UInt8>, at start: Int) -> Bool? {
        for (index, byte) in text.utf8.enumerated() {
            guard start + index < bytes.count else { return nil }
            guard bytes[start + index] == byte else { return false }
        }
        return true
    }
}
