import Testing

@testable import OutpostCore

@Suite("A stream of bytes loses its secrets")
struct StreamRedactorTests {
    private static let patterns = SecretPatterns([(SecretCorpus.name, SecretCorpus.value)])
    private static let mark = Array("[redacted:CANARY]".utf8)

    private static func redact(_ pieces: [[UInt8]], _ patterns: SecretPatterns = patterns) -> [UInt8] {
        var redactor = StreamRedactor(patterns)
        var output: [UInt8] = []
        for piece in pieces { redactor.append(piece, to: &output) }
        redactor.finish(&output)
        return output
    }

    @Test("a value with a NUL is told of, and takes nothing from short texts", arguments: ["", "b", "bbbb"])
    func zeros(text: String) {
        let patterns = SecretPatterns([("LOGIN", "\0" + String(repeating: "b", count: 28))])
        #expect(StreamRedactor.redact(text, patterns) == text)
        #expect(patterns.ignored == ["LOGIN"])
    }

    @Test("every form of a secret is found, wherever it is cut", arguments: SecretCorpus.forms)
    func forms(form: SecretCorpus.Form) {
        let text = Array("before ".utf8) + form.bytes + Array(" after".utf8)
        let whole = Self.redact([text])
        #expect(whole.shares(Self.mark.count, with: Self.mark), "\(whole.text)")
        #expect(!whole.shares(6, with: SecretCorpus.core(of: form)), "\(whole.text)")
        #expect(whole.text.hasPrefix("before ") && whole.text.hasSuffix(" after"))
        for cut in 1..<text.count {
            #expect(Self.redact([Array(text[..<cut]), Array(text[cut...])]) == whole, "cut at \(cut)")
        }
        #expect(Self.redact(text.map { [$0] }) == whole, "byte by byte")
    }

    @Test("escape codes of a terminal hide nothing and are kept", arguments: SecretCorpus.forms)
    func escapeCodes(form: SecretCorpus.Form) {
        let codes = ["\u{1B}[31m", "\u{1B}[0m", "\u{1B}]8;;http://x\u{7}", "\u{1B}(B"].map { Array($0.utf8) }
        var text = Array("before ".utf8)
        for (index, byte) in form.bytes.enumerated() { text += [byte] + (index % 3 == 0 ? codes[index % 4] : []) }
        text += Array(" after".utf8)
        let whole = Self.redact([text])
        #expect(!whole.filter { $0 != 0x1B }.shares(6, with: SecretCorpus.core(of: form)))
        #expect(whole.shares(Self.mark.count, with: Self.mark))
        #expect(whole.count { $0 == 0x1B } == text.count { $0 == 0x1B })
        #expect(Self.redact(text.map { [$0] }) == whole)
    }

    @Test("a link of a terminal hides no secret in its address", arguments: SecretCorpus.forms)
    func links(form: SecretCorpus.Form) {
        let text = Array("\u{1B}]8;;https://x:".utf8) + form.bytes + Array("@host\u{7}here\u{1B}]8;;\u{7}".utf8)
        let whole = Self.redact([text])
        // A line's end ends the link before it is one; what is no link stays text either way.
        #expect(!whole.shares(6, with: SecretCorpus.core(of: form)), "\(whole.text)")
        #expect(whole.text.hasSuffix("here\u{1B}]8;;\u{7}"))
        #expect(Self.redact(text.map { [$0] }) == whole, "byte by byte")
    }

    @Test("a text without secrets passes byte for byte", arguments: 0..<50)
    func passes(seed: UInt64) {
        var random = Splitmix(state: seed)
        // Bytes of the secret are frequent, so that much begins and nothing ends.
        let alphabet = Array(SecretCorpus.value.utf8) + [0x1B, 0x5B, 0x6D, 0x0A, 0xFF] + Array("ghp_sk-AKIAeyJ.-".utf8)
        let text = (0..<Int.random(in: 0..<3000, using: &random)).map { _ in
            alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
        }
        var pieces: [[UInt8]] = []
        var rest = text[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...min(rest.count, 40), using: &random)
            pieces.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        #expect(Self.redact(pieces) == text)
    }

    @Test("what is held back is no longer than what is looked for")
    func bounded() {
        var redactor = StreamRedactor(Self.patterns)
        var (given, output) = (0, [UInt8]())
        let piece = Array("c4n/ary sk-ant-aaaa-----BEGIN \u{1B}[".utf8)
        for _ in 0..<20_000 {
            redactor.append(piece, to: &output)
            given += piece.count
            #expect(given - output.count < 1024)
        }
    }

    @Test("one secret in another, and two that overlap, become one mark; neighbours stay two")
    func overlaps() {
        let patterns = SecretPatterns([("A", "12345678"), ("B", "0012345678900"), ("C", "89000000xyz")])
        #expect(Self.redact([Array("<0012345678900>".utf8)], patterns).text == "<[redacted:B]>")
        #expect(Self.redact([Array("<12345678900>".utf8)], patterns).text == "<[redacted:A]900>")
        #expect(Self.redact([Array("<00123456789000000xyz>".utf8)], patterns).text == "<[redacted:B]>")
        #expect(
            Self.redact([Array("<1234567812345678>".utf8)], patterns).text == "<[redacted:A][redacted:A]>"
        )
    }

    @Test("a value that is too short is left alone and named")
    func short() {
        let patterns = SecretPatterns([("PIN", "1234567"), ("LONG", "12345678")])
        #expect(patterns.ignored == ["PIN"])
        #expect(Self.redact([Array("1234567 12345678".utf8)], patterns).text == "1234567 [redacted:LONG]")
    }

    @Test("each line of a value with several is a secret of its own, indented or quoted")
    func lines() {
        let patterns = SecretPatterns([("KEYFILE", "first-line-of-it\nsecond-line-of-it\nx\n")])
        let text = "  + first-line-of-it\n  + second-line-of-it\n\"first-line-of-it\\nsecond-line-of-it\\nx\\n\""
        let mark = "[redacted:KEYFILE]"
        #expect(Self.redact([Array(text.utf8)], patterns).text == "  + \(mark)\n  + \(mark)\n\"\(mark)\"")
    }

    @Test("a value of 64 KiB is found in pieces")
    func long() {
        var random = Splitmix(state: 7)
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        let value = String((0..<65_536).map { _ in letters[Int.random(in: 0..<36, using: &random)] })
        let output = Self.redact([Array("<\(value)>".utf8)], SecretPatterns([("BIG", value)]))
        #expect(!output.shares(16, with: Array(value.utf8.prefix(4096))))
        #expect(output.text.replacing("[redacted:BIG]", with: "") == "<>")
    }
}

/// Random numbers that are the same every time.
struct Splitmix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
