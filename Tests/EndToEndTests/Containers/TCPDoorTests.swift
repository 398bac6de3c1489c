internal import DockerEngine
internal import ScriptedModel
internal import Testing

extension ContainerTests {
    @Suite("A door over TCP", .serialized, .whereBridgesAreReached, .timeLimit(.minutes(15)))
    struct TCPDoorTests {
        @Test("serves an agent on an internal network of its own, which is gone afterwards")
        func tcp() async throws {
            try await Workbench.with { bench in
                _ = try await SampleRepository.make(at: bench.repository)
                let script = ModelScript(
                    steps: [
                        ScriptStep(writes: [FileWrite(path: "new.txt", content: "new\n")]), ScriptStep(say: "Done."),
                    ],
                    // Time to look at the container before the agent is done.
                    delay: .seconds(1)
                )
                let ending = try await ScriptedModelServer.withServer(script: script) { server in
                    try await bench.run(.claude, upstream: server.url, options: ["--door", "tcp"]) { _ in
                        try await server.modelRequests(1)
                        try await Self.check(try await bench.container())
                    }
                }
                expect(ending, .success)
                #expect(ending.errors.contains("isolation is weaker"))
                #expect(try bench.artifacts.summary().filesChanged == 1)
                try bench.artifacts.checkManifest()
            }
        }

        private static func check(_ container: ContainerInspect) async throws {
            #expect(container.config.networkDisabled != true)
            #expect(container.mounts.allSatisfy { $0.kind == "tmpfs" })
            let name = try #require(container.hostConfig.networkMode)
            #expect(Array(container.networks.keys) == [name])
            let network = try await Engine.connect().inspectNetwork(name)
            #expect(network.isInternal)
            #expect(network.driver == "bridge")
            #expect(network.labels["outpost.instance"] == container.config.labels?["outpost.instance"])
            #expect(network.containerIDs == [container.id])
        }
    }
}
