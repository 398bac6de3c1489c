import Foundation
import Testing

@testable import OutpostCore

@Suite("A file that holds a secret is known")
struct SecretFinderTests {
    private static let patterns = SecretPatterns([(SecretCorpus.name, SecretCorpus.value)])

    private static func names(_ text: String, isPatch: Bool = false, pieces: Int = 7) -> [String] {
        var finder = SecretFinder(patterns, isPatch: isPatch)
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            finder.look(through: bytes[start..<min(bytes.count, start + pieces)])
        }
        return finder.finish()
    }

    @Test("in every encoding", arguments: SecretCorpus.forms)
    func forms(form: SecretCorpus.Form) {
        #expect(Self.names("key: \(form.bytes.text)\n") == ["CANARY"])
    }

    @Test("where the encoding is wrapped, in a patch too", arguments: [10, 16, 64, 76])
    func wrapped(width: Int) {
        let encoded = Array(SecretCorpus.base64(SecretCorpus.value, after: 1))
        let lines = stride(from: 0, to: encoded.count, by: width).map {
            String(encoded[$0..<min(encoded.count, $0 + width)])
        }
        #expect(Self.names(lines.joined(separator: "\r\n")) == ["CANARY"])
        #expect(Self.names(lines.map { "+" + $0 }.joined(separator: "\n"), isPatch: true) == ["CANARY"])
    }

    @Test("and one of known looks, but not one that only two lines together look like")
    func shapes() {
        let token = "ghp_" + String(repeating: "aB3", count: 12)
        #expect(Self.names("x \(token) y") == ["github-token"])
        #expect(Self.names("x \(token.prefix(20))\n\(token.dropFirst(20)) y") == [])
        #expect(Self.names("nothing here\n") == [])
    }
}
