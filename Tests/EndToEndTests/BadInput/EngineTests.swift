internal import DockerEngine
internal import TestSupport
internal import Testing

extension BadInputTests {
    @Suite("In an engine", .serialized, .timeLimit(.minutes(15)))
    struct EngineTests {
        private static let arguments = ["run", "claude", "task", "--no-repo", "--model-upstream", "http://127.0.0.1:9"]

        @Test(
            "one that is not there is told with the way to start it",
            arguments: ["/nonexistent/docker.sock", "/dev/null"]
        )
        func absent(_ socket: String) async throws {
            try await Workbench.with { bench in
                let ending = try await bench.outpost(Self.arguments, environment: ["DOCKER_HOST": "unix://\(socket)"])
                Complaint(.noEngine, socket, "DOCKER_HOST").check(ending)
                #expect(ending.duration < .seconds(60))
            }
        }

        @Test("one that never answers is told from one that is not there, soon")
        func hanging() async throws {
            try await RawServer.withServer(.unix, answer: { _ in .hang }) { server in
                let socket = try #require(server.socketPath)
                try await Workbench.with { bench in
                    let ending = try await bench.outpost(
                        Self.arguments,
                        environment: ["DOCKER_HOST": "unix://\(socket)"]
                    )
                    Complaint(.engineHangs, socket).check(ending)
                    #expect(ending.duration < .seconds(60))
                }
            }
        }

        @Test("something that is no engine is told so")
        func stranger() async throws {
            try await RawServer.withServer(.unix, answer: { _ in .response(200, body: Array("hello".utf8)) }) {
                server in
                let socket = try #require(server.socketPath)
                try await Workbench.with { bench in
                    let ending = try await bench.outpost(
                        Self.arguments,
                        environment: ["DOCKER_HOST": "unix://\(socket)"]
                    )
                    Complaint(.noEngine, socket).check(ending)
                }
            }
        }

        @Test("an image that cannot be built is shown with what its build said")
        func image() async throws {
            var agent = CustomAgent(run: "#!/bin/bash\n")
            agent.dockerfile = """
                ARG BASE=outpost/base
                FROM ${BASE}
                RUN echo this is what the build said && exit 3

                """
            let failing = agent
            try await Workbench.with { bench in
                let ending = try await bench.leavingNothing { try await bench.run(failing, options: ["--no-repo"]) }
                Complaint(.image, failing.name, "this is what the build said", "3").check(ending)
            }
        }

        @Test("an image without the runtime is told from an agent that failed")
        func strangeImage() async throws {
            var agent = CustomAgent(run: "#!/bin/bash\n")
            agent.dockerfile = "FROM scratch\nCOPY run /anything\n"
            let strange = agent
            try await Workbench.with { bench in
                let ending = try await bench.leavingNothing { try await bench.run(strange, options: ["--no-repo"]) }
                expect(ending, .infrastructure)
                // Podman starts its init, which does not say what it looked for.
                let isPodman = try await Engine.connect().info().isPodman
                #expect(ending.output.contains(isPodman ? "failed to exec" : "/opt/outpost/entrypoint"))
            }
        }
    }
}
