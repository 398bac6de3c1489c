internal import Foundation
internal import Testing

extension BadInputTests {
    @Suite("On the command line", .serialized, .timeLimit(.minutes(15)))
    struct ArgumentTests {
        struct Case: Sendable, CustomTestStringConvertible {
            let testDescription: String
            let arguments: [String]
            let complaint: Complaint

            init(_ description: String, _ arguments: [String], _ complaint: Complaint) {
                testDescription = description
                self.arguments = arguments
                self.complaint = complaint
            }
        }

        private static let upstream = ["--model-upstream", "http://127.0.0.1:9"]

        static let cases = [
            Case("no arguments", ["run"], Complaint(.usage, "agent")),
            Case("an unknown option", ["run", "claude", "task", "--nonsense"], Complaint(.usage, "--nonsense")),
            Case("an unknown command", ["walk"], Complaint(.usage, "walk")),
            Case(
                "an unknown agent",
                ["run", "clade", "task"] + upstream,
                Complaint(.agent, "clade", "claude", "codex")
            ),
            Case(
                "a path for an agent",
                ["run", "../claude", "task"] + upstream,
                Complaint(.agent, "../claude", "known agents")
            ),
            Case(
                "a model that the agent does not have",
                ["run", "claude", "task", "--model", "gpt-9"] + upstream,
                Complaint(.model, "gpt-9", "claude-opus")
            ),
            Case("an empty task", ["run", "claude", ""] + upstream, Complaint(.task, "empty")),
            Case("a task of white space", ["run", "claude", " \n\t"] + upstream, Complaint(.task, "empty")),
            Case("no task", ["run", "claude"] + upstream, Complaint(.task, "no task")),
            Case(
                "a task's file that is not there",
                ["run", "claude", "--task-file", "no.md"],
                Complaint(.task, "no.md")
            ),
            Case(
                "a timeout of one second",
                ["run", "claude", "task", "--timeout", "1s"] + upstream,
                Complaint(.usage, "30 s")
            ),
            Case("a timeout of nothing", ["run", "claude", "task", "--timeout", "soon"], Complaint(.usage, "timeout")),
            Case("no URL", ["run", "claude", "task", "--model-upstream", "ftp://x"], Complaint(.usage, "ftp://x")),
            Case(
                "no host and port",
                ["run", "claude", "task", "--allow", "example.com"],
                Complaint(.usage, "host:port")
            ),
            Case(
                "a missing key",
                ["run", "claude", "task", "--no-repo"],
                Complaint(.secret, "ANTHROPIC_API_KEY", "export")
            ),
            Case(
                "a secret whose variable is not set",
                ["run", "claude", "task", "--secret-env", "TOKEN=NOT_SET_ANYWHERE"] + upstream,
                Complaint(.secret, "NOT_SET_ANYWHERE")
            ),
            Case(
                "a secret with a reserved name",
                ["run", "claude", "task", "--secret-env", "LD_PRELOAD=SOME_VALUE"] + upstream,
                Complaint(.secret, "LD_PRELOAD", "reserved")
            ),
            Case(
                "--apply without a local repository",
                ["run", "claude", "task", "--no-repo", "--apply"] + upstream,
                Complaint(.usage, "--apply")
            ),
            Case(
                "a repository that is not there",
                ["run", "claude", "task", "--repo", "./no/such/folder"] + upstream,
                Complaint(.repository, "./no/such/folder")
            ),
            Case(
                "a repository by ssh",
                ["run", "claude", "task", "--repo", "git@example.com:a/b.git"] + upstream,
                Complaint(.repository, "http")
            ),
            Case(
                "a folder that is no repository",
                ["run", "claude", "task", "--repo", "."] + upstream,
                Complaint(.repository, "git")
            ),
        ]

        @Test("is refused in words, before anything is made", arguments: cases)
        func refused(_ input: Case) async throws {
            try await Workbench.with { bench in
                let ending = try await bench.leavingNothing {
                    try await bench.outpost(input.arguments, environment: ["SOME_VALUE": "1"])
                }
                input.complaint.check(ending)
            }
        }

        @Test("a branch that is not there is named")
        func branch() async throws {
            try await Workbench.with { bench in
                _ = try await SampleRepository.make(at: bench.repository)
                let ending = try await bench.leavingNothing {
                    try await bench.run(.claude, upstream: "http://127.0.0.1:9", options: ["--branch", "no-such"])
                }
                Complaint(.reference, "no-such").check(ending)
            }
        }

        @Test("a branch that is an option to git is refused")
        func branchLikeOption() async throws {
            try await Workbench.with { bench in
                _ = try await SampleRepository.make(at: bench.repository)
                let ending = try await bench.leavingNothing {
                    try await bench.run(.claude, upstream: "http://127.0.0.1:9", options: ["--branch=--upload-pack=x"])
                }
                Complaint(.reference, "--upload-pack=x").check(ending)
            }
        }

        @Test("an agent whose manifest is wrong is named with each of its problems")
        func manifest() async throws {
            try await Workbench.with { bench in
                let agent = CustomAgent(run: "#!/bin/bash\n")
                try agent.write(into: bench.agents)
                let file = URL(fileURLWithPath: "\(bench.agents)/\(agent.name)/agent.yaml")
                try Data("schema: 2\nname: \(agent.name)\nsummary: x\nimage: UPPER\ncolour: red\n".utf8).write(to: file)
                let ending = try await bench.leavingNothing { try await bench.run(agent) }
                Complaint(.agent, agent.name, "schema", "UPPER", "colour").check(ending)
            }
        }

        @Test("an agent without one of its three files is named with it")
        func missingFile() async throws {
            try await Workbench.with { bench in
                let agent = CustomAgent(run: "#!/bin/bash\n")
                try agent.write(into: bench.agents)
                try FileManager.default.removeItem(atPath: "\(bench.agents)/\(agent.name)/Dockerfile")
                let ending = try await bench.leavingNothing { try await bench.run(agent) }
                Complaint(.agent, agent.name, "Dockerfile").check(ending)
            }
        }
    }
}
