/// Reads one string of a JSON text.
struct StringScanner {
    let bytes: [UInt8]
    /// Behind the opening quote; in the end behind the closing one.
    var position: Int

    mutating func scan() throws(JSONParser.Failure) -> String {
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                guard let string = String(validating: text, as: UTF8.self) else { throw failure("not UTF-8") }
                return string
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw failure("a control character in a string")
            default:
                text.append(byte)
                position += 1
            }
        }
        throw failure("a string without an end")
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONParser.Failure) {
        guard position + 1 < bytes.count else { throw failure("a string without an end") }
        let letter = bytes[position + 1]
        position += 2
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: String(Character(try scalar())).utf8)
        default: throw failure("an unknown escape")
        }
    }

    /// The character of a `\u` escape, or of a pair of them; a half of a pair alone becomes U+FFFD.
    private mutating func scalar() throws(JSONParser.Failure) -> Unicode.Scalar {
        let first = try codeUnit()
        guard (0xD800...0xDBFF).contains(first), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
        let start = position
        position += 2
        let second = try codeUnit()
        guard (0xDC00...0xDFFF).contains(second) else {
            position = start
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func codeUnit() throws(JSONParser.Failure) -> UInt32 {
        guard position + 4 <= bytes.count else { throw failure("a string without an end") }
        var value: UInt32 = 0
        for byte in bytes[position..<(position + 4)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw failure("not a hexadecimal digit")
            }
            value = value << 4 | UInt32(digit)
        }
        position += 4
        return value
    }

    private func failure(_ reason: String) -> JSONParser.Failure {
        JSONParser.Failure(reason: reason, offset: position)
    }
}
