internal import Foundation
internal import ScriptedModel
internal import Testing

extension AgentTests {
    @Suite("An agent that works", .serialized, .timeLimit(.minutes(15)))
    struct ChangeTests {
        private static let script = ModelScript(steps: [
            ScriptStep(
                say: "I will make the greeting friendlier.",
                edits: [FileEdit(path: "greeting.txt", old: "Hello", new: "Hello, world")]
            ),
            ScriptStep(writes: [FileWrite(path: "docs/notes.md", content: "# Notes\n\nIt greets the world.\n")]),
            ScriptStep(say: "Done."),
        ])

        private static var expected: [String: Data] {
            var files = SampleRepository.files
            files["greeting.txt"] = Data("Hello, world\nGoodbye\n".utf8)
            files["docs/notes.md"] = Data("# Notes\n\nIt greets the world.\n".utf8)
            return files
        }

        @Test("its patch holds the edit and the new file and nothing else", arguments: BuiltInAgent.allCases)
        func changes(_ agent: BuiltInAgent) async throws {
            try await Workbench.with { bench in
                let repository = try await SampleRepository.make(at: bench.repository)
                let ending = try await ScriptedModelServer.withServer(
                    script: Self.script,
                    apiKey: Workbench.providerKey
                ) {
                    try await bench.run(agent, upstream: $0.url)
                }
                expect(ending, .success)
                #expect(ending.output.hasSuffix("artifacts: \(bench.artifacts.path)\n"))

                #expect(try FileTree.read(repository.path) == SampleRepository.files)
                #expect(try await repository.status() == "")
                let patch = bench.artifacts.patch
                let check = try await Shell.attempt("git", ["apply", "--check", patch], in: repository.path)
                #expect(check.code == 0, "\(check.errors)")
                try await Shell.run("git", "clone", "--quiet", repository.path, bench.path + "/clone")
                try await Shell.run("git", "apply", patch, in: bench.path + "/clone")
                #expect(try FileTree.read(bench.path + "/clone") == Self.expected)

                try Self.checkSummary(bench, agent, repository)
                try bench.artifacts.checkManifest()
                #expect(try bench.artifacts.text("task.md") == "Make the greeting friendlier and write notes.")
                #expect(try !bench.artifacts.text("output.log").isEmpty)
                let listed = Set(try bench.artifacts.manifest().files.map(\.path))
                #expect(listed.isSuperset(of: ["diff.patch", "output.log", "summary.json", "task.md"]))
            }
        }

        private static func checkSummary(
            _ bench: Workbench,
            _ agent: BuiltInAgent,
            _ repository: SampleRepository
        ) throws {
            let summary = try bench.artifacts.summary()
            #expect(summary.agent == agent.rawValue)
            let harness = try #require(summary.harness)
            #expect(harness.hasPrefix(agent.program))
            #expect(harness.hasSuffix(" (stand-in)") == (agent.standIn != nil))
            let log = try bench.artifacts.text("output.log").split(separator: "\n").map(String.init)
            #expect(log.filter { $0.contains("standing in") } == [agent.standIn].compactMap { $0 })
            #expect(summary.status == "success")
            #expect(summary.outcome == "changed")
            #expect(summary.exitCode == 0)
            #expect(summary.message == nil)
            #expect(summary.flags == [])
            #expect(summary.changes == "uncommitted")
            #expect(summary.filesChanged == 2)
            #expect(summary.beforeSHA == repository.head)
            #expect(summary.repository == repository.path)
            #expect(summary.modelRequests >= 1)
            #expect(summary.error == nil)
            let usage = try #require(summary.usage)
            #expect(usage.input > 0 && usage.output > 0)
            #expect(summary.timeoutSeconds == 600)
            #expect(summary.startedAt != nil)
            #expect(bench.runs == [summary.dispatchID])
        }

        @Test("with --apply the changes are in the working tree afterwards, and --json says what happened")
        func apply() async throws {
            try await Workbench.with { bench in
                let repository = try await SampleRepository.make(at: bench.repository)
                let ending = try await ScriptedModelServer.withServer(script: Self.script) {
                    try await bench.run(.codex, upstream: $0.url, options: ["--apply", "--json", "--branch", "side"])
                }
                expect(ending, .success)
                #expect(try FileTree.read(repository.path) == Self.expected)
                struct Document: Decodable {
                    let status: String
                    let outcome: String
                    let artifacts: String
                }
                let document = try JSONDecoder().decode(Document.self, from: Data(ending.output.utf8))
                #expect(document.status == "success")
                #expect(document.outcome == "changed")
                #expect(document.artifacts == bench.artifacts.path)
            }
        }

        @Test("uncommitted changes and new files of the working tree are what the agent starts from")
        func workingTree() async throws {
            try await Workbench.with { bench in
                let repository = try await SampleRepository.make(at: bench.repository)
                var expected = Self.expected
                expected["draft.txt"] = Data("not yet added\n".utf8)
                expected["src/main.py"] = Data("changed = True\n".utf8)
                for name in ["draft.txt", "src/main.py"] {
                    try expected[name]?.write(to: URL(fileURLWithPath: repository.path + "/" + name))
                }
                let before = try await repository.status()
                let ending = try await ScriptedModelServer.withServer(script: Self.script) {
                    try await bench.run(.codex, upstream: $0.url)
                }
                expect(ending, .success)
                #expect(try await repository.status() == before)
                #expect(try bench.artifacts.summary().filesChanged == 2)
                try await Shell.run("git", "apply", bench.artifacts.patch, in: repository.path)
                #expect(try FileTree.read(repository.path) == expected)
            }
        }
    }
}
