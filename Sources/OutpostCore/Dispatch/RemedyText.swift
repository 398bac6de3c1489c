/// A message that says what to do, in one line of text: what happened, ``mark``, the remedy.
///
/// Git and a container's runtime carry messages as text, so the two are parted again at its end.
package enum RemedyText {
    /// Stands between what happened and the remedy.
    package static let mark = "; what to do: "

    /// Parts a message.
    ///
    /// Git adds lines of its own after it: they belong to what happened.
    ///
    /// - Returns: what happened, and the remedy; nil where the message has none.
    package static func split(_ text: String) -> (what: String, remedy: String?) {
        guard let mark = text.firstRange(of: mark) else { return (text, nil) }
        let rest = text[mark.upperBound...]
        let end = rest.firstIndex(where: \.isNewline) ?? rest.endIndex
        return (String(text[..<mark.lowerBound] + rest[end...]), String(rest[..<end]))
    }
}
