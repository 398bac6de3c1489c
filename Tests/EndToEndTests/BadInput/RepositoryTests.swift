internal import Foundation
internal import TestSupport
internal import Testing

extension BadInputTests {
    /// Only the container finds out about these, so a whole run is made and cleaned up.
    @Suite("In a repository's address", .serialized, .timeLimit(.minutes(15)))
    struct RepositoryTests {
        private static let agent = CustomAgent(run: "#!/bin/bash\n")

        @Test("a server that has no such repository is told from an agent that failed")
        func missing() async throws {
            try await RawServer.withServer(.tcp, answer: { _ in .response(404) }) { server in
                try await Workbench.with { bench in
                    let ending = try await bench.leavingNothing {
                        try await bench.run(Self.agent, options: ["--repo", server.url + "/no/such.git"])
                    }
                    expect(ending, .repository)
                    #expect(ending.output.contains("could not be cloned"))
                    let summary = try bench.artifacts.summary()
                    #expect(summary.status == "failed")
                    #expect(summary.outcome == "repository")
                    #expect(summary.startedAt == nil)
                    #expect(server.requests.first?.path == "/no/such.git/info/refs")
                }
            }
        }

        @Test("a server where nothing listens is told from an agent that failed")
        func refused() async throws {
            try await Workbench.with { bench in
                let ending = try await bench.leavingNothing {
                    try await bench.run(Self.agent, options: ["--repo", "http://127.0.0.1:9/a/b.git"])
                }
                expect(ending, .repository)
                #expect(ending.output.contains("could not be cloned"))
            }
        }

        @Test("a branch that a remote repository does not have is named")
        func branch() async throws {
            try await Workbench.with { bench in
                let repository = try await SampleRepository.make(at: bench.repository)
                let git = try await Shell.run(
                    "git",
                    "upload-pack",
                    "--stateless-rpc",
                    "--advertise-refs",
                    repository.path
                )
                let answer = RawAnswer.response(
                    headers: [("Content-Type", "application/x-git-upload-pack-advertisement")],
                    body: Array("001e# service=git-upload-pack\n0000\(git)".utf8)
                )
                try await RawServer.withServer(.tcp, answer: { _ in answer }) { server in
                    let ending = try await bench.leavingNothing {
                        try await bench.run(
                            Self.agent,
                            options: ["--repo", server.url + "/a/b.git", "--branch", "no-such"]
                        )
                    }
                    expect(ending, .reference)
                    #expect(ending.output.contains("no-such"))
                    #expect(try bench.artifacts.summary().outcome == "reference")
                }
            }
        }
    }
}
