internal import Foundation
internal import Testing

extension ContainerTests {
    @Suite("What an agent leaves", .serialized, .timeLimit(.minutes(15)))
    struct CollectionTests {
        @Test(
            "is told as it is, whatever the agent did to its repository",
            arguments: [
                ("rm -rf .git; echo new >new.txt", ["new.txt"]),
                ("rm -rf .git; git init -q; git commit -q --allow-empty -m fresh; echo new >new.txt", ["new.txt"]),
                ("rm -rf /workspace/* /workspace/.[!.]*", ["greeting.txt"]),
                ("echo new >new.txt; chmod -R 000 . ; chmod 000 /workspace", ["new.txt"]),
                ("head -c 60M /dev/zero >/tmp/a; fallocate -l 400M /tmp/b; echo new >new.txt", ["new.txt"]),
            ]
        )
        func repository(work: String, changed: [String]) async throws {
            try await Workbench.with { bench in
                let repository = try await SampleRepository.make(at: bench.repository)
                let agent = CustomAgent(run: "#!/bin/bash\n{ \(work); } 2>/dev/null\nexit 0\n")
                let ending = try await bench.run(agent, options: ["--repo", repository.path])
                expect(ending, .success)
                let patch = try bench.artifacts.text("diff.patch")
                for path in changed { #expect(patch.contains("diff --git a/\(path) b/\(path)")) }
                #expect(try bench.artifacts.summary().filesChanged ?? 0 >= changed.count)
                let git = ["-C", repository.path, "apply", "--check", bench.artifacts.path + "/diff.patch"]
                #expect(try await Shell.attempt("git", git).code == 0)
            }
        }

        @Test("is a failure when it could not all be collected, never a success without changes")
        func short() async throws {
            // It fits into the workspace, half of the container's memory, and not into /tmp, an eighth of it.
            let agent = CustomAgent(run: "#!/bin/bash\nhead -c 300M /dev/urandom >big\n")
            try await Workbench.with { bench in
                let repository = try await SampleRepository.make(at: bench.repository)
                let ending = try await bench.run(agent, options: ["--repo", repository.path, "--timeout", "600"])
                expect(ending, .storage)
                #expect(try bench.artifacts.summary().flags == ["artifacts_partial"])
                #expect(ending.output.contains("artifacts: "))
            }
        }

        @Test("is complete when the agent's own exit status is the runtime's number for a short hand-in")
        func sameNumber() async throws {
            try await Workbench.with { bench in
                let agent = CustomAgent(run: "#!/bin/bash\necho new >new.txt\nexit 86\n")
                let ending = try await bench.run(agent, options: ["--no-repo"])
                expect(ending, .agentFailed)
                let summary = try bench.artifacts.summary()
                #expect(summary.exitCode == 86)
                #expect(summary.flags == [])
            }
        }
    }
}
