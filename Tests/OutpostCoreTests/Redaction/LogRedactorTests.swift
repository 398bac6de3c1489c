import Foundation
import Testing

@testable import OutpostCore

@Suite("A log loses its secrets line by line")
struct LogRedactorTests {
    private static let patterns = SecretPatterns([(SecretCorpus.name, SecretCorpus.value)])
    private static let long = "q8Zk3vXw0Lr5Tn7Yb2Hs9Dc4Fm6Gj1PaUeIoKxVzBtNyMhRdSgWfCjQlEp"

    private static func lines(_ texts: [String], _ patterns: SecretPatterns = patterns) -> [String] {
        var redactor = LogRedactor(patterns)
        return texts.map { redactor.redact(OutputLine(stream: .stdout, text: $0)).text }
    }

    @Test("every form of a secret is found in a line", arguments: SecretCorpus.forms)
    func forms(form: SecretCorpus.Form) {
        let lines = Self.lines(["one", "two \(form.bytes.text) two", "three"])
        #expect(lines[0] == "one" && lines[2] == "three")
        #expect(
            lines[1].contains("[redacted:CANARY]") && !Array(lines[1].utf8).shares(6, with: SecretCorpus.core(of: form))
        )
    }

    @Test("a secret that is wrapped is found in each of its lines", arguments: [33, 64, 76])
    func wrapped(width: Int) {
        let encoded = Array(Data("user:\(Self.long)\(String(Self.long.reversed())):x".utf8).base64EncodedString())
        let texts = stride(from: 0, to: encoded.count, by: width).map {
            String(encoded[$0..<min(encoded.count, $0 + width)])
        }
        let value = Self.long + String(Self.long.reversed())
        let shown = Self.lines(texts + ["the end"], SecretPatterns([("LONG", value)]))
        #expect(shown.last == "the end")
        for (text, line) in zip(texts.dropLast(), shown) {
            #expect(line.contains("[redacted:LONG]"), "\(text) came as \(line)")
            #expect(line.replacing("[redacted:LONG]", with: "").utf8.count < 10)
        }
    }

    @Test("a line that was cut anywhere in a secret shows at most three bytes of it", arguments: 1..<58)
    func cut(position: Int) {
        var redactor = LogRedactor(SecretPatterns([("LONG", Self.long)]))
        let first = OutputLine(
            stream: .stdout,
            text: "x " + Self.long.prefix(position) + OutputLine.cutMark,
            isCut: true
        )
        let shown = [first, OutputLine(stream: .stdout, text: Self.long.dropFirst(position) + " y")].map {
            redactor.redact($0).text
        }
        #expect(shown[0].hasPrefix("x ") && shown[0].hasSuffix(OutputLine.cutMark))
        #expect(shown[1].hasSuffix(" y"))
        #expect(!Array(shown.joined().utf8).shares(4, with: Array(Self.long.utf8)), "\(shown)")
    }

    @Test("what goes on in the next line is found there, wherever the line before ended", arguments: 1..<58)
    func goesOn(position: Int) {
        let (head, tail) = (Self.long.prefix(position), Self.long.dropFirst(position))
        let shown = Self.lines(["x \(head)", "\(tail) y"], SecretPatterns([("LONG", Self.long)]))
        #expect(shown[0] == (position < LogRedactor.shortestPart ? "x \(head)" : "x [redacted:LONG]"))
        #expect(shown[1] == "[redacted:LONG] y")
    }

    @Test("streams do not mix: what goes on in the other is not the rest")
    func streams() {
        var redactor = LogRedactor(SecretPatterns([("LONG", Self.long)]))
        let (head, tail) = (String(Self.long.prefix(30)), String(Self.long.dropFirst(30)))
        #expect(redactor.redact(OutputLine(stream: .stdout, text: head)).text == "[redacted:LONG]")
        #expect(redactor.redact(OutputLine(stream: .stderr, text: "hello")).text == "hello")
        #expect(redactor.redact(OutputLine(stream: .stdout, text: tail + "!")).text == "[redacted:LONG]!")
    }

    @Test("a private key goes line by line, and what follows it stays")
    func privateKey() {
        let body = String(repeating: "MIIEpAIBAAKCAQEA", count: 4)
        let texts = [
            "-----BEGIN RSA PRIVATE KEY-----", body, body, "qq==", "-----END RSA PRIVATE KEY-----", "all done",
        ]
        let mark = "[redacted:private-key]"
        #expect(Self.lines(texts) == [mark, mark, mark, mark, mark, "all done"])
        #expect(Self.lines(["-----BEGIN PRIVATE KEY-----", "no key here"]).last == "no key here")
    }

    @Test("lines without secrets come as they are", arguments: 0..<50)
    func passes(seed: UInt64) {
        var random = Splitmix(state: seed)
        let alphabet = Array(SecretCorpus.value + "\u{1B}[m ghp_sk-AKIAeyJ.-")
        let texts = (0..<60).map { _ in
            String(
                (0..<Int.random(in: 0..<80, using: &random)).map { _ in
                    alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                }
            )
        }
        #expect(Self.lines(texts) == texts)
    }

    @Test("a redacted line is known as a form of the line that it was, and of no other")
    func forms() {
        #expect(RedactionMark.isForm("a [redacted:X] b [redacted:Y]", of: "a 12345678 b 87654321"))
        #expect(RedactionMark.isForm("plain", of: "plain"))
        #expect(RedactionMark.isForm("[redacted:X]\u{321}", of: "12345678\u{321}"))
        #expect(RedactionMark.isForm("[redacted:] [redacted:X]", of: "[redacted:] 12345678"))
        #expect(!RedactionMark.isForm("plain", of: "plain "))
        #expect(!RedactionMark.isForm("a [redacted:X] b", of: "a 12345678 c"))
        #expect(!RedactionMark.isForm("a [redacted:X] b", of: "b"))
    }
}
