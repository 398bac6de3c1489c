internal import Foundation
internal import OutpostAPI
internal import ScriptedModel
internal import Testing

extension ServerTests {
    // The first one may build the agent's image.
    @Suite("Direct credentials", .timeLimit(.minutes(20)))
    struct DirectTests {
        private static let secret = "CLAUDE_CODE_OAUTH_TOKEN"
        private static let fields: [String: JSONValue] = ["agent": "claude", "credentials": "direct"]
        private static let task = "Write notes about nothing."
        private static let script = ModelScript(steps: [
            ScriptStep(say: "I will write notes.", writes: [FileWrite(path: "notes.md", content: "# Notes\n")]),
            ScriptStep(say: "Done."),
        ])

        @Test("are for operators to allow; then a tenant's login goes with its dispatch alone, which says so")
        func allowed() async throws {
            let token = "login-\(UUID().uuidString)"
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                try await bench.serve { server in
                    let refused = try await server.client(key).post(Self.task, Self.fields)
                    #expect(refused.status == 400)
                    #expect(refused.text.contains("allow_direct"))
                }
                // An address of this machine that no tool takes for its own container's.
                try await ScriptedModelServer.withServer(script: Self.script, host: "127.0.0.2", apiKey: token) {
                    model in
                    let target = model.url.replacing("http://", with: "")
                    try await bench.outpost("egress", "allow", "--private", target, "--tenant", "acme")
                    let options = ["--model-upstream", "claude=\(model.url)"]
                    try await bench.serve(options, environment: ["OUTPOST_ALLOW_DIRECT": "true"]) { server in
                        let client = server.client(key)
                        let missing = try await client.post(Self.task, Self.fields)
                        #expect(missing.status == 400)
                        #expect(missing.text.contains("outpost secrets set \(Self.secret) --tenant acme"))
                        try await bench.store(Self.secret, token, "--tenant", "acme")
                        try await Self.check(client, server, model, token)
                    }
                }
                let uses = try await bench.outpost("audit", "list", "--tenant", "acme", "--json")
                #expect(uses.contains(Self.secret))
            }
        }

        private static func check(
            _ client: APIClient,
            _ server: RunningServer,
            _ model: ScriptedModelServer,
            _ token: String
        ) async throws {
            // The narrowest egress leaves the provider's host open, which stands for the model's route.
            let id = try await client.dispatch(task, fields.merging(["egress": "none"]) { $1 })
            #expect(try await client.get(id)["credentials"].text == "direct")
            let ended = try await client.ended(id)
            #expect(ended["status"].text == "success", "\(ended)")
            #expect(ended["credentials"].text == "direct")
            let asked = model.requests().filter { $0.ordinal != nil }
            #expect(!asked.isEmpty && asked.allSatisfy { $0.header("authorization") == "Bearer \(token)" })
            let lines = try await client.lines(id)
            #expect(lines.first?.hasPrefix("outpost: direct credentials: \(secret) ") == true, "\(lines)")
            for text in ["\(ended)", "\(lines)", server.log] { #expect(!text.contains(token)) }
            let listing = try await client.call("GET", "/artifacts/\(id)")
            let summary = listing.data["artifacts"].elements.first { $0["key"].text == "summary.json" }?["url"].text
            let words = try await client.call("GET", try #require(summary)).text
            #expect(words.contains("\"credentials\""))
        }
    }
}
