import Testing

@testable import OutpostCore

@Suite("Credentials are known by their looks")
struct CredentialShapeTests {
    private static let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    private static let hex = String(repeating: "0123456789abcdef", count: 4)

    private static let samples: [(text: String, name: String)] = [
        ("ghp_" + letters.prefix(36), "github-token"), ("gho_" + letters.prefix(36), "github-token"),
        ("ghs_" + letters.prefix(36), "github-token"), ("github_pat_" + letters.prefix(30) + "_x", "github-token"),
        ("glpat-" + letters.prefix(20), "gitlab-token"), ("AKIA" + "ABCDEFGHIJ234567", "aws-access-key-id"),
        ("sk-ant-api03-" + letters.prefix(30), "anthropic-key"), ("sk-proj-a-b_" + letters, "openai-key"),
        ("sk-" + letters.prefix(48), "openai-key"), ("xai-" + letters, "xai-key"),
        ("AIza" + letters.prefix(35), "google-key"), ("xoxb-123456789-" + letters.prefix(20), "slack-token"),
        ("npm_" + letters.prefix(36), "npm-token"), ("hf_" + letters.prefix(34), "huggingface-token"),
        ("sk_live_" + letters.prefix(24), "stripe-key"), ("otp_" + hex, "outpost-key"), ("otk_" + hex, "outpost-token"),
        ("eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlMTIz", "jwt"),
        ("-----BEGIN RSA PRIVATE KEY-----\n\(letters)\nqq==\n-----END RSA PRIVATE KEY-----", "private-key"),
        (#"-----BEGIN PRIVATE KEY-----\n\#(letters)\nqq==\n-----END PRIVATE KEY-----"#, "private-key"),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n\(letters)\n"
                + "-----END RSA PRIVATE KEY-----", "private-key"
        ),
    ]

    private static func redact(_ text: String) -> String { StreamRedactor.redact(text, .shapesOnly) }

    @Test("each shape is replaced by its name, wherever it is cut", arguments: samples.indices)
    func shapes(index: Int) {
        let (text, name) = Self.samples[index]
        #expect(Self.redact("x=\(text) y") == "x=[redacted:\(name)] y")
        let bytes = Array("x=\(text) y".utf8)
        for cut in bytes.indices {
            var redactor = StreamRedactor(.shapesOnly)
            var output: [UInt8] = []
            redactor.append(bytes[..<cut], to: &output)
            redactor.append(bytes[cut...], to: &output)
            redactor.finish(&output)
            #expect(output.text == "x=[redacted:\(name)] y", "cut at \(cut)")
        }
    }

    @Test(
        "what only resembles one stays",
        arguments: [
            "task-abcdefghijklmnopqrstuvwxyzabcdefghijkl", "sk-short", "ghp_tooshort", "AKIA" + "ABCDEFGHIJ2345678",
            "eyJhbGciOiJIUzI1NiJ9.not.json", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
            "grep '-----BEGIN RSA PRIVATE KEY-----' *.pem", "8f14e45fceea167a5a36dedd4bea2543b1c9d2f0", "--------",
            "xghp_" + "abcdefghijklmnopqrstuvwxyz0123456789",
        ]
    )
    func others(text: String) {
        #expect(Self.redact("a \(text) b") == "a \(text) b")
    }

    @Test("a secret's own name goes before its shape's")
    func named() {
        let value = "ghp_" + Self.letters.prefix(36)
        #expect(StreamRedactor.redact("<\(value)>", SecretPatterns([("MINE", value)])) == "<[redacted:MINE]>")
    }

    @Test("the text behind a key that does not end is kept")
    func unended() {
        let text = "-----BEGIN PRIVATE KEY-----\n\(Self.letters)\nqq==\nBye now"
        #expect(Self.redact(text) == "[redacted:private-key]Bye now")
    }
}
