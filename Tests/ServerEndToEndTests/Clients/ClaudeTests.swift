internal import Foundation
internal import OutpostAPI
internal import ScriptedModel
internal import Testing

extension ServerTests {
    // The first one builds the agent's image.
    @Suite("Claude Code through the server", .timeLimit(.minutes(20)))
    struct ClaudeTests {
        private static let script = ModelScript(steps: [
            ScriptStep(say: "I will write notes.", writes: [FileWrite(path: "notes.md", content: "# Notes\n")]),
            ScriptStep(say: "Done."),
        ])

        @Test("works with its model behind the gateway, whose key no answer and no log shows")
        func notes() async throws {
            let secret = "key-of-the-provider"
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                try await ScriptedModelServer.withServer(script: Self.script, apiKey: secret) { model in
                    let options = ["--model-upstream", "claude=\(model.url)"]
                    try await bench.serve(options, environment: ["ANTHROPIC_API_KEY": secret]) { server in
                        try await Self.check(server.client(key), server, secret)
                    }
                }
            }
        }

        private static func check(_ client: APIClient, _ server: RunningServer, _ secret: String) async throws {
            let id = try await client.dispatch("Write notes about nothing.", ["agent": "claude"])
            let ended = try await client.ended(id)
            #expect(ended["status"].text == "success", "\(ended)")
            #expect(ended["modelId"].text?.hasPrefix("claude-") == true)
            #expect(ended["exitCode"].number == 0)
            let listing = try await client.call("GET", "/artifacts/\(id)")
            let artifacts = listing.data["artifacts"].elements
            let patch = try #require(artifacts.first { $0["key"].text == "diff.patch" }?["url"].text)
            #expect(try await server.client(nil).call("GET", patch).text.contains("+# Notes"))
            for text in [listing.text, "\(ended)", "\(try await client.lines(id))", server.log] {
                #expect(!text.contains(secret))
            }
        }
    }
}
