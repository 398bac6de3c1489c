internal import DockerEngine
internal import OutpostAPI
internal import Subprocess
internal import Testing

extension ServerTests {
    @Suite("A container that is removed by hand", .timeLimit(.minutes(15)))
    struct RemovedContainerTests {
        @Test("ends its dispatch in words, once, and what waited for its place runs")
        func watched() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                try await bench.serve(["--max-running", "1"]) { server in
                    let client = server.client(key)
                    let id = try await Self.running(client)
                    let waiting = try await client.dispatch("say hello to everyone")
                    try await Self.remove(bench)
                    let end = try await client.ended(id)
                    #expect(end["status"].text == "failed")
                    // The engine kills before it removes, and either may be seen first.
                    #expect(["vanished", "killed"].contains(end["reason"].text), "\(end)")
                    #expect(end["flags"].elements.map(\.text).contains("artifacts_partial"))
                    #expect(try await client.ended(waiting)["status"].text == "success")
                    try await bench.noContainerIsLeft()
                }
            }
        }

        @Test("while no server looks on ends its dispatch as vanished, and no second one is started for it")
        func unwatched() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                var id = ""
                try await bench.serve { server in
                    id = try await Self.running(server.client(key))
                    try server.send(.kill)
                }
                try await Self.remove(bench)
                try await bench.serve { server in
                    let end = try await server.client(key).ended(id)
                    #expect(end["status"].text == "failed")
                    #expect(end["reason"].text == "vanished", "\(end)")
                    #expect(try await bench.containers().isEmpty)
                }
            }
        }

        private static func running(_ client: APIClient) async throws -> String {
            let id = try await client.dispatch("wait 600 seconds")
            try await client.wait(id, for: "running")
            return id
        }

        private static func remove(_ bench: ServerBench) async throws {
            let container = try #require(try await bench.containers().first)
            try await Engine.connect().removeContainer(container.id, force: true, volumes: true)
        }
    }
}
