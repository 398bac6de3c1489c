internal import Foundation
internal import Testing

extension ContainerTests {
    @Suite("An agent of one's own", .serialized, .timeLimit(.minutes(15)))
    struct CustomAgentTests {
        @Test("three files are enough, without a model too, and what it leaves arrives under files/")
        func threeFiles() async throws {
            let agent = CustomAgent(
                run: #"""
                    #!/bin/bash
                    set -euo pipefail
                    mkdir -p "$OUTPOST_ARTIFACTS/deep/er"
                    printf 'plain' >"$OUTPOST_ARTIFACTS/report.txt"
                    head -c 300000 /dev/zero >"$OUTPOST_ARTIFACTS/deep/er/zero bytes.bin"
                    ln -s /etc/passwd "$OUTPOST_ARTIFACTS/link"
                    env | sort | grep ^OUTPOST_MODEL >"$OUTPOST_ARTIFACTS/model" || true
                    printf '%s' "$SETTING" >"$OUTPOST_ARTIFACTS/setting"
                    echo 'to the output' && echo 'to the errors' >&2
                    sed -i s/Hello/Bye/ greeting.txt

                    """#
            )
            try await Workbench.with { bench in
                _ = try await SampleRepository.make(at: bench.repository)
                let ending = try await bench.run(
                    agent,
                    options: ["--repo", bench.repository, "--secret-env", "SETTING"],
                    environment: ["SETTING": "a value"]
                )
                expect(ending, .success)
                let artifacts = bench.artifacts
                #expect(try artifacts.text("files/report.txt") == "plain")
                #expect(try artifacts.data("files/deep/er/zero bytes.bin") == Data(count: 300_000))
                #expect(try artifacts.text("files/setting") == "a value")
                #expect(try artifacts.text("files/model") == "")
                #expect(!artifacts.has("files/link"))
                #expect(try artifacts.manifest().refused.map(\.path) == ["files/link"])
                try artifacts.checkManifest()
                let summary = try artifacts.summary()
                #expect(summary.model == "none")
                #expect(summary.modelRequests == 0)
                #expect(summary.filesChanged == 1)
                let log = try artifacts.text("output.log")
                #expect(log.contains("to the output\n"))
                #expect(log.contains("to the errors\n"))
            }
        }

        @Test("what it changed is shown and taken by later commands, wherever its artifacts lie, and no server runs")
        func later() async throws {
            let agent = CustomAgent(run: "#!/bin/bash\nsed -i s/Hello/Bye/ greeting.txt\n")
            try await Workbench.with { bench in
                _ = try await SampleRepository.make(at: bench.repository)
                // The run starts from it as it is, so that what it changed goes beside it.
                let greeting = bench.repository + "/greeting.txt"
                let text = try String(contentsOfFile: greeting, encoding: .utf8)
                try (text + "not committed\n").write(toFile: greeting, atomically: false, encoding: .utf8)
                let ending = try await bench.run(agent, options: ["--repo", bench.repository])
                expect(ending, .success)
                let id = try #require(bench.runs.last)
                #expect(ending.errors.contains("outpost apply \(id) \(bench.repository)"), "\(ending.errors)")
                let shown = try await bench.outpost(["diff", "@last"])
                expect(shown, .success)
                #expect(shown.output == (try bench.artifacts.text("diff.patch")))
                #expect(try String(contentsOfFile: greeting, encoding: .utf8).contains("Hello"))
                expect(try await bench.outpost(["apply", id, bench.repository]), .success)
                let taken = try String(contentsOfFile: greeting, encoding: .utf8)
                #expect(taken == text.replacing("Hello", with: "Bye") + "not committed\n")
                let again = try await bench.outpost(["apply", id, bench.repository])
                expect(again, .repository)
                #expect(again.errors.contains("do not fit"))
                try FileManager.default.removeItem(atPath: bench.artifacts.path)
                let gone = try await bench.outpost(["diff", id])
                expect(gone, .notFound)
                #expect(gone.errors.contains("not in \(bench.artifacts.path) any more"))
            }
        }

        @Test("its exit status is the failure, and its work still comes back")
        func failing() async throws {
            let run = "#!/bin/bash\necho new >new.txt\necho it went wrong >&2\nexit 7\n"
            try await Workbench.with { bench in
                let ending = try await bench.run(CustomAgent(run: run), options: ["--no-repo"])
                expect(ending, .agentFailed)
                let summary = try bench.artifacts.summary()
                #expect(summary.status == "failed")
                #expect(summary.exitCode == 7)
                #expect(try bench.artifacts.text("diff.patch").contains("new.txt"))
                #expect(try bench.artifacts.text("output.log").contains("it went wrong"))
            }
        }

        @Test("commits come back as a bundle that the original can fetch from")
        func commits() async throws {
            let run = "#!/bin/bash\nset -e\necho new >new.txt\ngit add new.txt\ngit commit --quiet --message work\n"
            try await Workbench.with { bench in
                let repository = try await SampleRepository.make(at: bench.repository)
                let ending = try await bench.run(CustomAgent(run: run), options: ["--repo", repository.path])
                expect(ending, .success)
                #expect(try bench.artifacts.summary().changes == "committed")
                let bundle = bench.artifacts.path + "/commits.bundle"
                try await Shell.run("git", "fetch", "--quiet", bundle, "HEAD", in: repository.path)
                let subjects = try await Shell.run("git", "log", "--format=%s", "FETCH_HEAD", in: repository.path)
                #expect(subjects == "work\nSay hello\n")
                let check = try await Shell.attempt(
                    "git",
                    ["apply", "--check", bench.artifacts.patch],
                    in: repository.path
                )
                #expect(check.code == 0, "\(check.errors)")
            }
        }

        @Test("a data directory too deep for a socket works, and nothing of it stays elsewhere")
        func deep() async throws {
            let agent = CustomAgent(run: "#!/bin/bash\necho new >new.txt\n")
            try await Workbench.with { bench in
                let deep = bench.path + "/" + String(repeating: "deep/", count: 30) + "data"
                try FileManager.default.createDirectory(atPath: bench.path + "/tmp", withIntermediateDirectories: false)
                let ending = try await bench.run(
                    agent,
                    options: ["--no-repo", "--data-dir", deep],
                    environment: ["TMPDIR": bench.path + "/tmp"]
                )
                expect(ending, .success)
                #expect(try bench.artifacts.summary().filesChanged == 1)
                #expect(try FileManager.default.contentsOfDirectory(atPath: bench.path + "/tmp") == [])
                #expect(try FileManager.default.contentsOfDirectory(atPath: deep + "/runs").count == 1)
            }
        }
    }
}
