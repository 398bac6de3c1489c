/// The name of a file as git writes it into a patch: bare, or quoted as in C where it has unusual characters.
enum GitPath {
    /// - Parameter bytes: one name, with nothing after it but the tab that git adds to names with spaces.
    /// - Returns: the name; what is no UTF-8 in it as replacement characters.
    static func decode(_ bytes: some Collection<UInt8>) -> String {
        guard bytes.first == quote else {
            let end = Array(bytes)
            return String(decoding: end.last == UInt8(ascii: "\t") ? end.dropLast() : end[...], as: UTF8.self)
        }
        return String(decoding: unquoted(bytes).name, as: UTF8.self)
    }

    /// The same without the `a/` or `b/` that stands before it in a header.
    static func inTree(_ bytes: some Collection<UInt8>) -> String {
        let name = decode(bytes)
        let isBelow = ["a/", "b/"].contains { name.utf8.starts(with: $0.utf8) }
        return isBelow ? String(name.unicodeScalars.dropFirst(2)) : name
    }

    /// The newer of the two names in `diff --git a/old b/new`, of which the words before them are cut off.
    ///
    /// Bare names may have spaces; where both are the same, the middle is between them.
    static func newer(of names: ArraySlice<UInt8>) -> String {
        if names.first == quote { return inTree(names[unquoted(names).end...].drop { $0 == space }) }
        if names.last == quote, let start = names.firstIndex(of: quote) { return inTree(names[start...]) }
        let middle = names.startIndex + names.count / 2
        if !names.count.isMultiple(of: 2), names[middle] == space,
            names[..<middle].dropFirst(2) == names[(middle + 1)...].dropFirst(2)
        {
            return inTree(names[(middle + 1)...])
        }
        let text = String(decoding: names, as: UTF8.self)
        guard let start = text.ranges(of: " b/").last?.upperBound else { return inTree(names) }
        return String(text[start...])
    }

    private static let quote = UInt8(ascii: "\"")
    private static let space = UInt8(ascii: " ")
    private static let backslash = UInt8(ascii: "\\")
    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "t"): 9, UInt8(ascii: "n"): 10,
        UInt8(ascii: "v"): 11, UInt8(ascii: "f"): 12, UInt8(ascii: "r"): 13,
    ]

    /// What stands between quotes, and where the text goes on after them.
    private static func unquoted<Bytes: Collection<UInt8>>(_ bytes: Bytes) -> (name: [UInt8], end: Bytes.Index) {
        var name: [UInt8] = []
        var rest = bytes.dropFirst()
        while let byte = rest.popFirst(), byte != quote {
            guard byte == backslash, let escaped = rest.popFirst() else {
                name.append(byte)
                continue
            }
            guard let digit = octal(escaped) else {
                name.append(escapes[escaped] ?? escaped)
                continue
            }
            var value = digit
            for _ in 0..<2 {
                guard let next = rest.first.flatMap(octal) else { break }
                value = value * 8 + next
                rest.removeFirst()
            }
            name.append(UInt8(truncatingIfNeeded: value))
        }
        return (name, rest.startIndex)
    }

    private static func octal(_ byte: UInt8) -> Int? {
        (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(byte) ? Int(byte - UInt8(ascii: "0")) : nil
    }
}
