internal import Foundation
internal import OutpostAPI
internal import ScriptedModel
internal import Subprocess
internal import Testing

extension ServerTests {
    // The first one builds the agent's image.
    @Suite("A real agent whose server is killed while its model streams", .timeLimit(.minutes(20)))
    struct InterruptedStreamTests {
        struct Agent: Sendable, CustomTestStringConvertible {
            let name: String
            let secret: String

            var testDescription: String { name }

            static let all = [
                Agent(name: "claude", secret: "ANTHROPIC_API_KEY"), Agent(name: "codex", secret: "OPENAI_API_KEY"),
            ]
        }

        private static let story = (1...40).map { "line \($0) of the story\n" }.joined()

        /// Some forty chunks an answer, so that it takes seconds to come.
        private static let script = ModelScript(
            steps: [ScriptStep(writes: [FileWrite(path: "story.md", content: story)]), ScriptStep(say: "Done.")],
            chunkDelay: .milliseconds(100)
        )

        @Test("asks again when the next server is there, and ends well", arguments: Agent.all)
        func killed(_ agent: Agent) async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                try await ScriptedModelServer.withServer(script: Self.script, apiKey: "k") { model in
                    let options = ["--model-upstream", "\(agent.name)=\(model.url)"]
                    let environment = [agent.secret: "k"]
                    var id = ""
                    try await bench.serve(options, environment: environment) { server in
                        id = try await server.client(key).dispatch("Write a story.", ["agent": .string(agent.name)])
                        try await Self.wait(for: model) { if case .request = $0 { true } else { false } }
                        try server.send(.kill)
                    }
                    // Nobody reads the answer to its end.
                    try await Self.wait(for: model) { $0 == .disconnect }
                    try await bench.serve(options, environment: environment) { server in
                        let client = server.client(key)
                        let ended = try await client.ended(id)
                        #expect(ended["status"].text == "success", "\(ended)")
                        #expect(ended["exitCode"].number == 0)
                        try await Self.checkPatch(client, id)
                        try await bench.noContainerIsLeft()
                    }
                    #expect(model.generations >= 3)
                }
            }
        }

        /// The file is there once and whole.
        private static func checkPatch(_ client: APIClient, _ id: String) async throws {
            let artifacts = try await client.call("GET", "/artifacts/\(id)").data["artifacts"].elements
            let patch = try #require(artifacts.first { $0["key"].text == "diff.patch" }?["url"].text)
            let text = try await client.call("GET", patch).text
            let added = text.split(separator: "\n").filter { $0.hasPrefix("+line ") }
            #expect(added == story.split(separator: "\n").map { "+\($0)" })
        }

        private static func wait(
            for model: ScriptedModelServer,
            _ condition: (ScriptedModelEvent) -> Bool
        ) async throws {
            for await event in model.events() where condition(event) { return }
            throw CancellationError()
        }
    }
}

extension ScriptedModelServer {
    /// How many answers it was asked for.
    fileprivate var generations: Int { requests().count { $0.ordinal != nil } }
}
