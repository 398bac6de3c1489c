/// Text of other programs, made fit to be shown anywhere.
package enum PlainText {
    /// The text without terminal control: colours, cursor movements, titles and other control characters.
    ///
    /// A carriage return ends a line, as the progress of a download does. Line feeds and tabs stay.
    package static func of(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var plain = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\u{1B}": skipSequence(&rest)
            case "\u{9B}": skipControlSequence(&rest)
            case "\r":
                if rest.first != "\n" { plain.append("\n") }
            case _ where isControl(scalar): break
            default: plain.append(scalar)
            }
        }
        return String(plain)
    }

    /// The beginning of what a client sent, to be told in an error: 200 characters at most, and a sign where more came.
    package static func excerpt(_ text: String) -> String {
        let start = text.unicodeScalars.prefix(201)
        return start.count <= 200 ? text : String(start.dropLast()) + "…"
    }

    /// Whether it is a mark of direction, which makes a text read as what it is not.
    package static func isDirection(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
    }

    /// What follows an escape character (ECMA-48).
    private static func skipSequence(_ rest: inout Substring.UnicodeScalarView) {
        switch rest.first {
        case "[":
            rest.removeFirst()
            skipControlSequence(&rest)
        case "]", "P", "X", "^", "_":
            // A string, up to a bell or `ESC \`; one without an end takes no more than its line.
            while let scalar = rest.first, scalar != "\n" {
                rest.removeFirst()
                if scalar == "\u{7}" { return }
                if scalar == "\u{1B}" {
                    if rest.first == "\\" { rest.removeFirst() }
                    return
                }
            }
        default:
            while let scalar = rest.first, (0x20...0x2F).contains(scalar.value) { rest.removeFirst() }
            if let scalar = rest.first, (0x30...0x7E).contains(scalar.value) { rest.removeFirst() }
        }
    }

    /// Parameters, and the letter that ends them.
    private static func skipControlSequence(_ rest: inout Substring.UnicodeScalarView) {
        while let scalar = rest.first, (0x20...0x3F).contains(scalar.value) { rest.removeFirst() }
        if let scalar = rest.first, (0x40...0x7E).contains(scalar.value) { rest.removeFirst() }
    }
}
