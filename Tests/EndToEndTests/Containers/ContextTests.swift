internal import Foundation
internal import Testing

extension ContainerTests {
    @Suite("What a repository says of itself", .serialized, .timeLimit(.minutes(15)))
    struct ContextTests {
        private static let agent = CustomAgent(
            run: #"""
                #!/bin/bash
                set -eu
                mkdir -p "$OUTPOST_ARTIFACTS"
                cp "$OUTPOST_TASK_FILE" "$OUTPOST_ARTIFACTS/told.md"
                printf '%s' "${OUTPOST_CONTEXT_FILE-none}" >"$OUTPOST_ARTIFACTS/variable"
                if [ -n "${OUTPOST_CONTEXT_FILE-}" ]; then
                    cp "$OUTPOST_CONTEXT_FILE" "$OUTPOST_ARTIFACTS/seen.json"
                    echo '"forged"' >"$OUTPOST_CONTEXT_FILE"
                fi

                """#
        )
        private static let task = "Look around,\nand say what you see."

        private struct Account: Decodable {
            let injectionID: String
            let runID: String
            let repo: String
            let executor: String
            let provenance: [String: String]

            enum CodingKeys: String, CodingKey {
                case injectionID = "injection_id"
                case runID = "run_id"
                case repo, executor, provenance
            }
        }

        @Test("is laid before the task, with an account that the agent cannot forge; task.md is the user's own words")
        func laidOut() async throws {
            try await Workbench.with { bench in
                let repository = try await SampleRepository.make(at: bench.repository)
                for (path, text) in [
                    ("README.md", "# Greeter\n\nSays hello with password=hunter2hunter2.\n"),
                    ("session-journals/2020-01-01.md", "# First\n"), ("docs/ANCHORS.md", "Be kind.\n"),
                ] {
                    let file = URL(fileURLWithPath: repository.path + "/" + path)
                    let folder = file.deletingLastPathComponent()
                    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                    try Data(text.utf8).write(to: file)
                }
                let options = ["--repo", repository.path, "--context", "minimal"]
                let ending = try await bench.run(Self.agent, Self.task, options: options)
                expect(ending, .success)
                let artifacts = bench.artifacts
                let told = try artifacts.text("files/told.md")
                let account = try JSONDecoder().decode(Account.self, from: try artifacts.data("context.json"))
                #expect(
                    told == """
                        <zeos_context version="1.0" injection_id="\(account.injectionID)">
                        ## SOUL

                        # Greeter

                        Says hello with password=[REDACTED]

                        ## JOURNAL

                        # First
                        </zeos_context>

                        <task>
                        \(Self.task)
                        </task>

                        """
                )
                #expect(try artifacts.text("task.md") == Self.task)
                #expect(try artifacts.data("context.json") == artifacts.data("files/seen.json"))
                #expect(account.injectionID.wholeMatch(of: /INJ-[0-9]{8}-[0-9]{6}-[0-9a-z]{6}/) != nil)
                #expect(account.runID == (try artifacts.summary().dispatchID))
                #expect(account.repo == "repository")
                #expect(account.executor == Self.agent.name)
                #expect(account.provenance == ["SOUL": "README.md", "JOURNAL": "session-journals/2020-01-01.md"])
                try artifacts.checkManifest()
            }
        }

        @Test(
            "is left alone by default, and where it says nothing the task is the user's own",
            arguments: [nil, "full"]
        )
        func leftAlone(level: String?) async throws {
            try await Workbench.with { bench in
                let repository = try await SampleRepository.make(at: bench.repository)
                let options = ["--repo", repository.path] + (level.map { ["--context", $0] } ?? [])
                let ending = try await bench.run(Self.agent, Self.task, options: options)
                expect(ending, .success)
                #expect(try bench.artifacts.text("files/told.md") == Self.task)
                #expect(bench.artifacts.has("context.json") == (level != nil))
                #expect(try bench.artifacts.text("files/variable") == (level == nil ? "none" : "/run/job/context.json"))
            }
        }

        @Test("has levels that are checked before anything starts", arguments: ["huge", "599", "2001", ""])
        func noLevel(level: String) async throws {
            try await Workbench.with { bench in
                let ending = try await bench.run(Self.agent, options: ["--no-repo", "--context", level])
                expect(ending, .usage)
            }
        }
    }
}
