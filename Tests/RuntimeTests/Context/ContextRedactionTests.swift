internal import Foundation
internal import Testing

@Suite("Credentials in the context", .timeLimit(.minutes(10)))
struct ContextRedactionTests {
    /// Made here, so that no scanner takes them for leaked ones.
    private static let letters = String(repeating: "aB3xY9", count: 8)

    private static let shapes: [(text: String, redacted: String, pattern: String)] = [
        ("ghp_" + letters.prefix(36), "[REDACTED]", "github_token"),
        ("ghs_" + letters.prefix(36), "[REDACTED]", "github_token"),
        ("github_pat_" + letters.prefix(30) + "_x", "[REDACTED]", "github_token"),
        ("AKIA" + "ABCDEFGHIJ234567", "[REDACTED]", "aws_access_key_id"),
        ("aws_secret_access_key = " + letters.prefix(40), "aws_secret_access_key = [REDACTED]", "named_secret"),
        ("sk-" + letters, "[REDACTED]", "openai_key"), ("sk-proj-a-b_" + letters, "[REDACTED]", "openai_key"),
        ("sk-ant-api03-" + letters, "[REDACTED]", "anthropic_key"), ("xai-" + letters, "[REDACTED]", "xai_key"),
        ("AIza" + letters.prefix(35), "[REDACTED]", "google_key"),
        ("xoxb-" + "123456789-" + letters, "[REDACTED]", "slack_token"),
        ("glpat-" + letters.prefix(20), "[REDACTED]", "gitlab_token"),
        ("npm_" + letters.prefix(36), "[REDACTED]", "npm_token"),
        ("sk_live_" + letters.prefix(24), "[REDACTED]", "stripe_key"), ("otp_" + letters, "[REDACTED]", "outpost_key"),
        ("eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl", "[REDACTED_JWT]", "jwt"),
        ("postgres://ann:pa55word@db/x", "postgres://ann:[REDACTED]@db/x", "url_password"),
        ("Authorization: Bearer " + letters, "Authorization: Bearer [REDACTED]", "bearer_token"),
        (#""password": "hunter2hunter2","#, #""password": "[REDACTED]","#, "named_secret"),
        (
            "-----BEGIN RSA PRIVATE KEY-----\n\(letters)\nqq==\n-----END RSA PRIVATE KEY-----", "[REDACTED_PEM]",
            "private_key"
        ),
        ("-----BEGIN PRIVATE KEY-----\n\(letters)\n\(letters)\nqq==\nBye", "[REDACTED_PEM]\nBye", "private_key"),
        ("-----BEGIN CERTIFICATE-----\n\(letters)\n-----END CERTIFICATE-----", "[REDACTED_CERT]", "certificate"),
    ]

    @Test("are taken out, whole and counted", arguments: shapes.indices)
    func redacts(index: Int) async throws {
        let shape = Self.shapes[index]
        try await ContextBench.with(["README.md": "Before \(shape.text) after.\n"]) { bench in
            let layout = try await bench.layOut("minimal")
            #expect(try layout.section("SOUL") == "Before \(shape.redacted) after.")
            let facts = try layout.facts()
            #expect(facts.security == .init(redactions: 1, patterns: [shape.pattern]))
            #expect(facts.outcome == "scrubbed")
        }
    }

    @Test(
        "are no words, placeholders or commits",
        arguments: [
            "Ask for the password: it is on the board.", "password=$PASSWORD1 token=${TOKEN22222}",
            "token: <your-token-1234>",
            "at 0123456789abcdef0123456789abcdef01234567", "task-force-sk-short", "see https://host/a:b@c",
            "[REDACTED]",
            "-----BEGIN PGP MESSAGE-----",
        ]
    )
    func harmless(text: String) async throws {
        try await ContextBench.with(["README.md": text + "\n"]) { bench in
            let layout = try await bench.layOut("minimal")
            #expect(try layout.section("SOUL") == text)
            #expect(try layout.facts().security == .init(redactions: 0, patterns: []))
        }
    }

    @Test("are counted only where they are left in the text, and stay out of it when it is trimmed")
    func counted() async throws {
        let token = "ghp_" + Self.letters.prefix(36)
        let line = "Line with \(token) in it.\n"
        let files = [
            "README.md": String(repeating: line, count: 500), "docs/MASTER_ROADMAP.md": line,
            "session-journals/2026-01-15.md": String(repeating: line, count: 500),
        ]
        try await ContextBench.with(files) { bench in
            for level in ["minimal", "full", "600", "700"] {
                let layout = try await bench.layOut(level)
                #expect(!layout.context.contains("ghp_"))
                let replaced = layout.context.components(separatedBy: "[REDACTED]").count - 1
                #expect(replaced > 10)
                #expect(try layout.facts().security == .init(redactions: replaced, patterns: ["github_token"]))
            }
        }
    }

    @Test("at the edge of what is kept leave no half behind", arguments: 740..<760)
    func edge(offset: Int) async throws {
        let token = "ghp_" + Self.letters.prefix(36)
        let text = String(repeating: "x", count: offset) + " " + String(repeating: "\(token) ", count: 10)
        try await ContextBench.with(["README.md": text]) { bench in
            let layout = try await bench.layOut("minimal")
            #expect(!layout.context.contains("ghp_"))
        }
    }
}
