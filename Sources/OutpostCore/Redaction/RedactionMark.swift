/// What stands in the place of a secret: its name, and nothing of its length.
package enum RedactionMark {
    /// The mark of the secret with that name; what is neither a letter, a digit nor one of `_.-` becomes `_`.
    package static func text(_ name: String) -> String {
        "[redacted:\(String(name.map { isPlain($0) ? $0 : "_" }))]"
    }

    private static let start = Array("[redacted:".utf8)
    private static let end = UInt8(ascii: "]")

    /// Whether `shown` is `raw` with marks in the place of some of its parts.
    ///
    /// It needs no secret, so that a log that was written by an earlier process is recognised. Bytes are compared: a
    /// mark and what follows it may be one character.
    package static func isForm(_ shown: String, of raw: String) -> Bool {
        let (parts, raw) = (self.parts(of: Array(shown.utf8)), Array(raw.utf8))
        guard let first = parts.first, let last = parts.last, parts.count > 1 else { return parts.first == raw[...] }
        guard raw.starts(with: first) else { return false }
        var rest = raw[first.count...]
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
    }

    /// What stands before, between and behind the marks.
    private static func parts(of shown: [UInt8]) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var rest = shown[...]
        var position = rest.startIndex
        while let found = rest[position...].firstRange(of: start) {
            let name = rest[found.upperBound...].prefix { ByteClass.base64URL.contains($0) || $0 == UInt8(ascii: ".") }
            guard !name.isEmpty, name.endIndex < rest.endIndex, rest[name.endIndex] == end else {
                position = found.upperBound
                continue
            }
            parts.append(rest[..<found.lowerBound])
            rest = rest[(name.endIndex + 1)...]
            position = rest.startIndex
        }
        return parts + [rest]
    }

    private static func isPlain(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "_.-".contains(character))
    }
}
