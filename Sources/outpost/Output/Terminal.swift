internal import OutpostCore

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// What a terminal is, and what may be sent to one.
enum Terminal {
    /// Whether a file descriptor is a terminal.
    static func isTerminal(_ descriptor: Int32) -> Bool {
        isatty(descriptor) == 1
    }

    /// Words of several lines that may be a server's or an agent's, made safe to print, without colours.
    static func safeLines(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { safe(String($0), colours: false) }
            .joined(separator: "\n  ")
    }

    /// A line that an agent wrote, made safe to print: colours stay, every other control sequence goes, and marks of
    /// direction are shown by their numbers.
    static func safe(_ line: String, colours: Bool) -> String {
        var result = ""
        var rest = line.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar.value {
            case 0x1B:
                let sequence = takeSequence(&rest)
                if colours, isColour(sequence) { result += "\u{1B}" + sequence }
            case 0x09: result.unicodeScalars.append(scalar)
            case 0..<0x20, 0x7F, 0x80..<0xA0: continue
            case _ where PlainText.isDirection(scalar): result += "<U+\(hexadecimal(scalar))>"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// Whether a sequence is `[`, digits and separators, `m`: others that end in `m` change a terminal's modes, and
    /// controls may hide between the digits.
    private static func isColour(_ sequence: String) -> Bool {
        sequence.last == "m"
            && sequence.unicodeScalars.dropFirst().dropLast().allSatisfy { "0123456789;:".unicodeScalars.contains($0) }
    }

    /// Takes a control sequence after its ESC; what is no CSI loses its next character only.
    private static func takeSequence(_ rest: inout Substring.UnicodeScalarView.SubSequence) -> String {
        guard rest.first == "[" else {
            _ = rest.popFirst()
            return ""
        }
        var sequence = ""
        while let scalar = rest.popFirst() {
            sequence.unicodeScalars.append(scalar)
            if (0x40...0x7E).contains(scalar.value), sequence.count > 1 { break }
        }
        return sequence
    }
}
