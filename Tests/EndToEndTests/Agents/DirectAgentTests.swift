internal import Foundation
internal import ScriptedModel
internal import Testing

extension AgentTests {
    @Suite("An agent with a login of its own", .serialized, .timeLimit(.minutes(15)))
    struct DirectAgentTests {
        private static let script = ModelScript(steps: [
            ScriptStep(say: "I will write notes.", writes: [FileWrite(path: "notes.md", content: "# Notes\n")]),
            ScriptStep(say: "Done."),
        ])
        /// An address of this machine that no tool takes for its own container's, so that it asks the door for it.
        private static let host = "127.0.0.2"

        private let token = "login-\(UUID().uuidString)"

        @Test(
            "calls its provider itself, through the egress proxy, with that login and no key",
            arguments: [
                (BuiltInAgent.claude, "CLAUDE_CODE_OAUTH_TOKEN", false), (.codex, "CODEX_AUTH_JSON", true),
            ]
        )
        func direct(agent: BuiltInAgent, secret: String, isFile: Bool) async throws {
            let login = isFile ? #"{"auth_mode":"apikey","OPENAI_API_KEY":"\#(token)"}"# : token
            try await Workbench.with { bench in
                let repository = try await SampleRepository.make(at: bench.repository)
                try await ScriptedModelServer.withServer(script: Self.script, host: Self.host, apiKey: token) { model in
                    let ending = try await bench.outpost(
                        bench.arguments(agent) + [
                            "--direct", "--secret-env", "\(secret)=TEST_LOGIN", "--model-upstream", model.url,
                            "--allow-private", model.url.replacing("http://", with: ""),
                        ],
                        environment: ["TEST_LOGIN": login]
                    )
                    expect(ending, .success)
                    let requests = model.requests().filter { $0.ordinal != nil }
                    #expect(!requests.isEmpty)
                    for request in requests {
                        #expect(request.header("authorization") == "Bearer \(token)")
                        #expect(request.header("x-api-key") == nil)
                    }
                    #expect(!ending.text.contains(token))
                }
                let log = try bench.artifacts.text("output.log")
                #expect(log.hasPrefix("outpost: direct credentials: \(secret) "))
                #expect(!log.contains(token))
                let summary = try bench.artifacts.summary()
                #expect(summary.credentials == "direct")
                #expect(summary.outcome == "changed")
                try await Shell.run("git", "apply", bench.artifacts.patch, in: repository.path)
                #expect(try FileTree.read(repository.path)["notes.md"] == Data("# Notes\n".utf8))
            }
        }
    }
}
