internal import Foundation

/// The forms in which a secret's value turns up.
enum SecretEncodings {
    /// Bytes that one needle is made of at most: a longer value is looked for in pieces, so that what has to be held back
    /// of a stream is bounded.
    static let longestPiece = 1024
    /// Bytes of a value that are looked for in forms of forms, which are many.
    static let longestNested = 4096

    /// Every form of a value, in pieces; none is shorter than `shortest` bytes.
    static func forms(of value: String, shortest: Int) -> Set<[UInt8]> {
        var forms: Set<[UInt8]> = []
        for (index, piece) in pieces(of: Array(value.utf8)).enumerated() {
            forms.formUnion(texts(of: piece))
            forms.formUnion(base64(of: piece))
            forms.formUnion(hexadecimal(of: piece))
            forms.formUnion(wide(of: piece, shortest: shortest))
            guard index * longestPiece < longestNested else { continue }
            forms.formUnion(doubleBase64(of: piece))
            for form in wide(of: piece, shortest: shortest) {
                forms.formUnion(base64(of: form))
                forms.formUnion(hexadecimal(of: form))
            }
        }
        // A tool that indents or quotes a text of several lines leaves each of them whole.
        for line in value.split(whereSeparator: \.isNewline) {
            for piece in pieces(of: Array(line.utf8)) {
                forms.formUnion(texts(of: piece))
                forms.formUnion(wide(of: piece, shortest: shortest))
            }
        }
        return forms.filter { $0.count >= shortest }
    }

    /// Cuts between characters; the last piece is never a short rest.
    private static func pieces(of bytes: [UInt8]) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var start = 0
        while bytes.count - start > longestPiece + longestPiece / 2 {
            var end = start + longestPiece
            while end > start + longestPiece - 4, bytes[end] & 0xC0 == 0x80 { end -= 1 }
            pieces.append(Array(bytes[start..<end]))
            start = end
        }
        pieces.append(Array(bytes[start...]))
        return pieces
    }

    /// As it is, and escaped for JSON, URLs, HTML and shells.
    private static func texts(of bytes: [UInt8]) -> Set<[UInt8]> {
        let text = String(decoding: bytes, as: UTF8.self)
        var forms: Set<[UInt8]> = [bytes]
        let json = TextEscapes.json(text)
        forms.formUnion(json.map { Array($0.utf8) })
        // An agent's output is often JSON that quotes a tool's JSON.
        for form in json { forms.formUnion(TextEscapes.json(form).map { Array($0.utf8) }) }
        forms.formUnion(TextEscapes.url(bytes))
        forms.insert(Array(TextEscapes.html(text).utf8))
        forms.insert(Array(text.replacing("'", with: "'\\''").utf8))
        return forms
    }

    /// As UTF-16, little and big end first, which is what Windows' programs write; and as a log has it that took it for
    /// UTF-8, where that is not the same.
    ///
    /// Without the zeros at both ends: no pattern begins with one, and of ASCII the two are one then.
    private static func wide(of bytes: [UInt8], shortest: Int) -> Set<[UInt8]> {
        guard bytes.count >= shortest else { return [] }
        let units = Array(String(decoding: bytes, as: UTF8.self).utf16)
        let little = units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        let big = units.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        return [little, big].reduce(into: []) { forms, form in
            let first = form.firstIndex { $0 != 0 } ?? form.endIndex
            let inner = Array(form[first..<((form.lastIndex { $0 != 0 } ?? first - 1) + 1)])
            forms.insert(inner)
            forms.insert(Array(String(decoding: inner, as: UTF8.self).utf8))
        }
    }

    private static func hexadecimal(of bytes: [UInt8]) -> Set<[UInt8]> {
        let text = bytes.hexadecimal
        return [Array(text.utf8), Array(text.uppercased().utf8)]
    }

    /// The characters of base64 that depend on nothing but the value, wherever in a longer text it stands.
    static func base64(of bytes: [UInt8]) -> Set<[UInt8]> {
        var forms: Set<[UInt8]> = []
        for offset in 0..<3 {
            let encoded = Array(Data([UInt8](repeating: 0, count: offset) + bytes).base64EncodedString().utf8)
            let first = (offset * 8 + 5) / 6
            let end = (offset + bytes.count) * 8 / 6
            let form = Array(encoded[first..<max(first, end)])
            forms.insert(form)
            forms.insert(urlSafe(form))
        }
        // With its last character and padding, as a command prints the value alone.
        let whole = Array(Data(bytes).base64EncodedString().utf8)
        forms.insert(whole)
        forms.insert(urlSafe(whole))
        return forms
    }

    private static func doubleBase64(of bytes: [UInt8]) -> Set<[UInt8]> {
        base64(of: bytes).reduce(into: []) { $0.formUnion(base64(of: $1)) }
    }

    private static func urlSafe(_ form: [UInt8]) -> [UInt8] {
        form.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0 }
    }
}
