/// What stands in the place of a secret: its name, and nothing of its length.
package enum RedactionMark {
    /// The mark of the secret with that name; what is neither a letter, a digit nor one of `_.-` becomes `_`.
    package static func text(_ name: String) -> String {
        "[redacted:\(String(name.map { isPlain($0) ? $0 : "_" }))]"
    }

    /// Whether `shown` is `raw` with marks in the place of some of its parts.
    ///
    /// It needs no secret, so that a log that was written by an earlier process is recognised.
    package static func isForm(_ shown: String, of raw: String) -> Bool {
        let parts = shown.split(separator: /\[redacted:[A-Za-z0-9_.\-]+\]/, omittingEmptySubsequences: false)
        guard let first = parts.first, let last = parts.last, parts.count > 1 else { return shown == raw }
        guard raw.hasPrefix(first) else { return false }
        var rest = raw.dropFirst(first.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.hasSuffix(last)
    }

    private static func isPlain(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "_.-".contains(character))
    }
}
