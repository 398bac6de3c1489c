internal import ScriptedModel
internal import Testing

extension AgentTests {
    @Suite("An agent that has nothing to do", .serialized, .timeLimit(.minutes(3)))
    struct NoChangeTests {
        @Test("a model that does nothing is a success without changes", arguments: BuiltInAgent.allCases)
        func nothing(_ agent: BuiltInAgent) async throws {
            try await Workbench.with { bench in
                let repository = try await SampleRepository.make(at: bench.repository)
                let script = ModelScript(steps: [ScriptStep(say: "There is nothing to do.")])
                let ending = try await ScriptedModelServer.withServer(script: script) {
                    try await bench.run(agent, upstream: $0.url)
                }
                expect(ending, .success)
                #expect(ending.output.contains("no_changes"))
                let summary = try bench.artifacts.summary()
                #expect(summary.status == "success")
                #expect(summary.outcome == "no_changes")
                #expect(summary.changes == "none")
                #expect(summary.filesChanged == 0)
                #expect(try bench.artifacts.text("diff.patch") == "")
                try bench.artifacts.checkManifest()
                #expect(try await repository.status() == "")
            }
        }
    }
}
