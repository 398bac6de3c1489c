/// A text as other formats quote it.
enum TextEscapes {
    /// The contents of JSON strings: with and without escaped slashes, non-ASCII as it is and as `\uXXXX` in both cases.
    static func json(_ text: String) -> Set<String> {
        var forms: Set<String> = []
        for style in [JSONStyle.plain, .lower, .upper] {
            let form = json(text, style)
            forms.insert(form)
            forms.insert(form.replacing("/", with: "\\/"))
        }
        return forms
    }

    private enum JSONStyle {
        case plain, lower, upper
    }

    private static func json(_ text: String, _ style: JSONStyle) -> String {
        var form = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": form += "\\\""
            case "\\": form += "\\\\"
            case "\n": form += "\\n"
            case "\r": form += "\\r"
            case "\t": form += "\\t"
            case "\u{8}": form += "\\b"
            case "\u{C}": form += "\\f"
            default:
                if scalar.value < 0x20 || (style != .plain && !scalar.isASCII) {
                    for unit in UTF16.encode(scalar) ?? .init() { form += unicodeEscape(unit, style) }
                } else {
                    form.unicodeScalars.append(scalar)
                }
            }
        }
        return form
    }

    private static func unicodeEscape(_ unit: UInt16, _ style: JSONStyle) -> String {
        let digits = String(unit, radix: 16, uppercase: style == .upper)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }

    /// Percent-encoded: strictly and as JavaScript does, digits in both cases, a space as `%20` and as `+`.
    static func url(_ bytes: [UInt8]) -> Set<[UInt8]> {
        var forms: Set<[UInt8]> = []
        for kept in [unreserved, unreserved + Array("!'()*".utf8)] {
            for isUpper in [true, false] {
                for space in ["%20", "+"] {
                    forms.insert(
                        bytes.flatMap { byte -> [UInt8] in
                            if isAlphanumeric(byte) || kept.contains(byte) { return [byte] }
                            if byte == UInt8(ascii: " ") { return Array(space.utf8) }
                            let digits = String(byte, radix: 16, uppercase: isUpper)
                            return Array("%\(byte < 16 ? "0" : "")\(digits)".utf8)
                        }
                    )
                }
            }
        }
        return forms
    }

    private static let unreserved = Array("-._~".utf8)

    static func html(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }

    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
