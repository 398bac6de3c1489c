import Foundation
import Testing

@testable import OutpostCore

/// A secret in every form in which it must not get out, each made here in another way than the code does.
enum SecretCorpus {
    static let name = "CANARY"
    /// With what URLs, JSON, shells and HTML escape, and beyond ASCII.
    static let value = #"c4n/ary"+\ü€😀 7f3b&<Zq'9"#

    struct Form: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        var testDescription: String { name }

        init(_ name: String, _ text: String) {
            self.name = name
            bytes = Array(text.utf8)
        }

        init(_ name: String, _ data: Data) {
            self.name = name
            bytes = Array(data)
        }
    }

    /// The surroundings belong to the encoded text, so that the secret stands at each of the offsets.
    static func base64(_ text: String, after count: Int) -> String {
        Data((String(repeating: "?", count: count) + text + "!?").utf8).base64EncodedString()
    }

    /// The text as Windows' programs write it.
    static func wide(_ text: String, _ encoding: String.Encoding = .utf16LittleEndian) -> Data {
        text.data(using: encoding) ?? Data()
    }

    static func urlSafe(_ text: String) -> String { text.replacing("+", with: "-").replacing("/", with: "_") }

    static func json(_ text: String, ascii: Bool, upper: Bool = false) -> String {
        text.utf16.reduce(into: "") { form, unit in
            switch unit {
            case 0x22, 0x5C: form += "\\" + String(UnicodeScalar(UInt8(unit)))
            case ..<0x80: form += String(UnicodeScalar(UInt8(unit)))
            default: form += String(format: upper ? "\\u%04X" : "\\u%04x", unit)
            }
        }
    }

    static func percent(_ text: String, upper: Bool) -> String {
        text.utf8.reduce(into: "") { form, byte in
            let isPlain = byte < 0x80 && (Character(UnicodeScalar(byte)).isLetter || (0x30...0x39).contains(byte))
            form += isPlain ? String(UnicodeScalar(byte)) : String(format: upper ? "%%%02X" : "%%%02x", byte)
        }
    }

    static func hex(_ text: String, upper: Bool) -> String {
        text.utf8.map { String(format: upper ? "%02X" : "%02x", $0) }.joined()
    }

    /// The forms, with what of each may be told apart by a reader afterwards left out: the bits next to it.
    static let forms: [Form] = {
        var forms = [
            Form("raw", value), Form("hex", hex(value, upper: false)), Form("HEX", hex(value, upper: true)),
            Form("url", percent(value, upper: true)), Form("url lower", percent(value, upper: false)),
            Form("json", json(value, ascii: true)), Form("json upper", json(value, ascii: true, upper: true)),
            Form("base64 alone", Data(value.utf8).base64EncodedString()),
        ]
        forms.append(Form("UTF-16", wide(value)))
        forms.append(Form("UTF-16, big end first", wide(value, .utf16BigEndian)))
        for count in 0..<3 {
            let text = String(repeating: "?", count: count) + value + "!?"
            forms.append(Form("base64 of UTF-16 after \(count)", wide(text).base64EncodedString()))
            let big = wide(text, .utf16BigEndian)
            forms.append(Form("hex of UTF-16 after \(count)", big.map { String(format: "%02x", $0) }.joined()))
        }
        for offset in 0..<3 {
            let once = base64(value, after: offset)
            forms.append(Form("base64 after \(offset)", once))
            forms.append(Form("base64url after \(offset)", urlSafe(once)))
            for outer in 0..<3 {
                forms.append(Form("double base64 after \(offset) and \(outer)", base64(once, after: outer)))
            }
        }
        return forms
    }()

    /// A form without its ends, which belong to what the secret stood in.
    static func core(of form: Form) -> [UInt8] {
        let margin = min(12, form.bytes.count / 4)
        return Array(form.bytes.dropFirst(margin).dropLast(margin))
    }
}

extension [UInt8] {
    var text: String { String(decoding: self, as: UTF8.self) }

    /// Whether any `count` bytes in a row of `other` stand here.
    func shares(_ count: Int, with other: [UInt8]) -> Bool {
        guard other.count >= count else { return false }
        let text = Data(self)
        return (0...(other.count - count)).contains { start in
            text.range(of: Data(other[start..<(start + count)])) != nil
        }
    }
}
