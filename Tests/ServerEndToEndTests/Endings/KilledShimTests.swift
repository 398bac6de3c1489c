internal import DockerEngine
internal import OutpostAPI
internal import Testing

extension ServerTests {
    @Suite("A container whose shim is killed", .timeLimit(.minutes(15)))
    struct KilledShimTests {
        @Test("is an end by that name, and nothing stays behind")
        func killed() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                try await bench.serve { server in
                    let client = server.client(key)
                    let id = try await client.dispatch("wait 600 seconds")
                    try await client.wait(id, for: "running")
                    let container = try #require(try await bench.containers().first)
                    let shim = "containerd-shim.* -id \(container.id) "
                    let process = try await Shell.run("pgrep", ["-f", shim])
                    try await Shell.run("kill", ["-KILL", process])
                    let end = try await client.ended(id)
                    #expect(end["status"].text == "failed")
                    #expect(end["reason"].text == "killed", "\(end)")
                    #expect(end["flags"].elements.map(\.text).contains("artifacts_partial"))
                    try await bench.noContainerIsLeft()
                }
            }
        }
    }
}
