internal import DockerEngine
internal import Foundation
internal import ScriptedModel
internal import Subprocess
internal import Testing

extension ContainerTests {
    @Suite("A run that is interrupted", .serialized, .timeLimit(.minutes(15)))
    struct InterruptionTests {
        private static let script = ModelScript(
            steps: [ScriptStep(writes: [FileWrite(path: "new.txt", content: "new\n")])],
            faults: [ScriptFault(.request(2), .hang)]
        )

        @Test("by Ctrl-C is cancelled, and what there is comes back")
        func interrupt() async throws {
            try await Workbench.with { bench in
                _ = try await SampleRepository.make(at: bench.repository)
                let ending = try await ScriptedModelServer.withServer(script: Self.script) { server in
                    try await bench.run(.claude, upstream: server.url) { outpost in
                        try await server.modelRequests(2)
                        try outpost.send(.interrupt)
                    }
                }
                expect(ending, .cancelled)
                #expect(ending.duration < .seconds(240))
                let summary = try bench.artifacts.summary()
                #expect(summary.status == "cancelled")
                #expect(summary.outcome == "cancelled")
                #expect(summary.flags == [])
                #expect(try bench.artifacts.text("diff.patch").contains("new.txt"))
                try bench.artifacts.checkManifest()
            }
        }

        @Test("by Ctrl-C while its image is built ends at once, and the build with it")
        func interruptBuild() async throws {
            var agent = CustomAgent(run: "#!/bin/bash\n")
            agent.dockerfile = "ARG BASE=outpost/base\nFROM ${BASE}\nRUN sleep 600\n"
            let slow = agent
            try await Workbench.with { bench in
                let ending = try await bench.leavingNothing {
                    try await bench.run(slow, options: ["--no-repo"]) { outpost in
                        try await outpost.hasSaid("sleep 600")
                        try outpost.send(.interrupt)
                    }
                }
                expect(ending, .cancelled)
                #expect(ending.duration < .seconds(240))
                #expect(ending.errors.contains("cancelled"))
            }
        }

        @Test("by kill -9 leaves its container to the next run, which removes it", arguments: ["socket", "tcp"])
        func kill(_ door: String) async throws {
            // A door over TCP is on a bridge; TCPDoorTests say where none can be reached.
            let isReached = try await Engine.sharesNetwork()
            guard door == "socket" || isReached else { return }
            try await Workbench.with { bench in
                _ = try await SampleRepository.make(at: bench.repository)
                let ending = try await ScriptedModelServer.withServer(script: Self.script) { server in
                    try await bench.run(.claude, upstream: server.url, options: ["--door", door]) { outpost in
                        try await server.modelRequests(2)
                        try outpost.send(.kill)
                    }
                }
                #expect(ending.code == Status.killed.rawValue)
                #expect(try await bench.container().state.status == .running)

                try FileManager.default.removeItem(atPath: bench.artifacts.path)
                let next = try await bench.run(CustomAgent(run: "#!/bin/bash\nexit 0\n"), options: ["--no-repo"])
                expect(next, .success)
                #expect(try await bench.leftInEngine() == [])
            }
        }
    }
}
