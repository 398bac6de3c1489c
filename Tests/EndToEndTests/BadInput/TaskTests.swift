internal import Foundation
internal import Testing

extension BadInputTests {
    @Suite("In a task", .serialized, .timeLimit(.minutes(15)))
    struct TaskTests {
        private static let agent = CustomAgent(
            run: #"""
                #!/bin/bash
                cp "$OUTPOST_TASK_FILE" "$OUTPOST_ARTIFACTS/task"

                """#
        )

        /// As long as a task may be, of all that a shell, a terminal or a template could trip over.
        private static let longTask: String = {
            let shell = "\"quotes\" 'more' `ticks` $(touch /tmp/owned) ${HOME} %s ; | & < > \\n"
            let piece = shell + " \u{1B}[31m ünïcödé 漢字 \n\t--\n"
            let many = String(repeating: piece, count: 50_000 / piece.count + 1)
            return "first\n" + many.prefix(50_000 - 11) + "\nend\n"
        }()

        @Test("every byte of 50,000 characters arrives")
        func long() async throws {
            #expect(Self.longTask.count == 50_000)
            try await Workbench.with { bench in
                let ending = try await bench.run(Self.agent, Self.longTask, options: ["--no-repo"])
                expect(ending, .success)
                #expect(try bench.artifacts.data("task.md") == Data(Self.longTask.utf8))
                #expect(try bench.artifacts.data("files/task") == Data(Self.longTask.utf8))
            }
        }

        @Test("50,001 characters are refused")
        func tooLong() async throws {
            try await Workbench.with { bench in
                let ending = try await bench.leavingNothing {
                    try await bench.run(Self.agent, Self.longTask + "x", options: ["--no-repo"])
                }
                Complaint(.task, "50001", "50000").check(ending)
            }
        }

        @Test("one from a file arrives whole, though it is no argument")
        func file() async throws {
            try await Workbench.with { bench in
                try Self.agent.write(into: bench.agents)
                try Data(Self.longTask.utf8).write(to: URL(fileURLWithPath: bench.path + "/task.md"))
                let ending = try await bench.outpost([
                    "run", Self.agent.name, "--agents-dir", bench.agents, "--artifacts", bench.artifacts.path,
                    "--no-repo",
                    "--task-file", "task.md",
                ])
                try await Engine.removeImages(ofAgent: Self.agent.name)
                expect(ending, .success)
                #expect(try bench.artifacts.data("files/task") == Data(Self.longTask.utf8))
            }
        }

        @Test(
            "one that begins with a dash is refused with the way to say it",
            arguments: ["-h is broken", "--fix the bug"]
        )
        func dash(_ task: String) async throws {
            try await Workbench.with { bench in
                let ending = try await bench.leavingNothing {
                    try await bench.outpost([
                        "run", "claude", task, "--no-repo", "--model-upstream", "http://127.0.0.1:9",
                    ])
                }
                #expect(
                    [Status.task.rawValue, Status.usage.rawValue].contains(ending.code),
                    "\(ending.testDescription)"
                )
                #expect(ending.errors.contains("after '--'"))
                let works = try await bench.run(Self.agent, task, options: ["--no-repo"])
                expect(works, .success)
                #expect(try bench.artifacts.text("files/task") == task)
            }
        }
    }
}
