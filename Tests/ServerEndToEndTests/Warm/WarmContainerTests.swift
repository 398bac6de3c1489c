internal import DockerEngine
internal import Foundation
internal import OutpostAPI
internal import Subprocess
internal import Testing

extension ServerTests {
    @Suite("Containers that wait for dispatches", .timeLimit(.minutes(3)))
    struct WarmContainerTests {
        private static let variables = ["OUTPOST_WARM_CONTAINERS": "1"]
        private static let options = ["--log-level", "debug"]
        private static let word = "a container waits for a dispatch"

        /// The containers that were made ahead.
        private func warm(_ bench: ServerBench) async throws -> [ContainerSummary] {
            try await bench.containers().filter { $0.labels["outpost.warm"] != nil }
        }

        /// What the engine knows of a container, without what may differ between two of one kind.
        private func kind(_ id: String) async throws -> [JSONValue] {
            let inspect = try await Engine.json("/containers/\(id)/json")
            let mounts = inspect["Mounts"].elements.map { Self.without("Source", $0) }
            return [
                Self.without("Mounts", inspect["HostConfig"]), Self.without("Labels", inspect["Config"]),
                .array(mounts), inspect["Image"],
            ]
        }

        private static func without(_ name: String, _ value: JSONValue) -> JSONValue {
            guard case .object(let members) = value else { return value }
            return .object(members.filter { $0.key != name })
        }

        @Test("differ from those that are made for them in nothing but name and labels, and are used once")
        func used() async throws {
            try await ServerBench.with { bench in
                let (red, blue) = (try await bench.tenant("red"), try await bench.tenant("blue"))
                let ending = try await bench.serve(Self.options, environment: Self.variables) { server in
                    let client = server.client(red)
                    let first = try await client.dispatch("wait 2 seconds")
                    try await client.wait(first, for: "running")
                    let made = try #require(try await bench.containers().first { $0.labels["outpost.warm"] == nil })
                    let cold = try await kind(made.id)
                    try await server.hasLogged(Self.word)
                    let waiting = try #require(try await warm(bench).first)
                    #expect(Set(waiting.labels.keys).isDisjoint(with: ["outpost.tenant", "outpost.dispatch"]))
                    #expect(try await kind(waiting.id) == cold)
                    #expect(try await client.ended(first)["status"].text == "success")

                    let other = server.client(blue)
                    let fleet = try await other.call("GET", "/health/fleet").data
                    #expect(fleet["pool"]["warmTasks"].number == 1 && fleet["pool"]["idleTasks"].number == 1)
                    let second = try await other.dispatch("wait 2 seconds")
                    try await other.wait(second, for: "running")
                    let running = try await bench.containers()
                    #expect(running.contains { $0.id == waiting.id })
                    #expect(!running.contains { $0.labels["outpost.dispatch"] == second })
                    let ended = try await other.ended(second)
                    #expect(ended["status"].text == "success", "\(ended)")
                    let lines = try await other.get(second, "")["logs"].elements.compactMap { $0["message"].text }
                    #expect(lines.contains { $0.hasPrefix("wait 2 seconds") }, "\(lines)")
                    let files = try await other.call("GET", "/artifacts/\(second)").data["artifacts"].elements
                    #expect(!files.isEmpty)
                    while try await bench.containers().contains(where: { $0.id == waiting.id }) { await Task.yield() }
                    let doors = try FileManager.default.contentsOfDirectory(atPath: bench.data + "/doors")
                    #expect(!doors.contains { waiting.labels["outpost.warm"] == $0 })
                    #expect(try await client.call("GET", "/dispatch/\(second)").status == 404, "it is another tenant's")
                }
                #expect(ending.code == 0)
                #expect(try await bench.containers().isEmpty, "a server that stops takes along those that wait")
            }
        }

        @Test("are removed by the next server when theirs was killed")
        func killed() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                try await bench.serve(Self.options, environment: Self.variables) { server in
                    _ = try await server.client(key).ended(try await server.client(key).dispatch("say 1 word"))
                    try await server.hasLogged(Self.word)
                    try server.send(.kill)
                }
                #expect(try await warm(bench).count == 1)
                try await bench.serve { _ in try await bench.noContainerIsLeft() }
                let doors = try FileManager.default.contentsOfDirectory(atPath: bench.data + "/doors")
                #expect(doors.isEmpty)
            }
        }

        @Test("go on under the next server with the dispatch that has them")
        func adopted() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                var id = ""
                try await bench.serve(Self.options, environment: Self.variables) { server in
                    let client = server.client(key)
                    _ = try await client.ended(try await client.dispatch("say 1 word"))
                    try await server.hasLogged(Self.word)
                    id = try await client.dispatch("write 5 days later")
                    try await client.wait(id, for: "running")
                    try server.send(.kill)
                }
                #expect(try await !warm(bench).isEmpty)
                try await bench.serve { server in
                    let ended = try await server.client(key).ended(id)
                    #expect(ended["status"].text == "success", "\(ended)")
                    let files = try await server.client(key).call("GET", "/artifacts/\(id)").data["artifacts"].elements
                    #expect(!files.isEmpty)
                    try await bench.noContainerIsLeft()
                }
            }
        }

        @Test("are not taken by a dispatch that needs another kind")
        func otherKind() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                try await bench.serve(Self.options, environment: Self.variables) { server in
                    let client = server.client(key)
                    _ = try await client.ended(try await client.dispatch("say 1 word"))
                    try await server.hasLogged(Self.word)
                    let waiting = try #require(try await warm(bench).first)
                    let fields: [String: JSONValue] = ["resourceConstraints": ["maxMemoryMb": 700]]
                    let id = try await client.dispatch("wait 2 seconds", fields)
                    try await client.wait(id, for: "running")
                    let own = try await bench.containers().first { $0.labels["outpost.dispatch"] == id }
                    #expect(own != nil && own?.id != waiting.id)
                    #expect(try await client.ended(id)["status"].text == "success")
                }
            }
        }
    }
}
