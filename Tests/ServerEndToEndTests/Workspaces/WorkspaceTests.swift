internal import DockerEngine
internal import Foundation
internal import OutpostAPI
internal import Testing

extension ServerUnderLoadTests {
    @Suite("A workspace that outlives its dispatch", .timeLimit(.minutes(20)))
    struct WorkspaceTests {
        /// A persistent workspace that begins empty, of a repository that nobody asks for.
        private static func fields(_ repository: String) -> [String: JSONValue] {
            [
                "workspaceMode": "persistent", "workspaceInitMode": "none",
                "repoUrl": .string("http://git.test/team/\(repository).git"),
                "resourceConstraints": ["maxMemoryMb": 512],
            ]
        }

        private static func workspace(_ id: String, _ client: APIClient) async throws -> String {
            try #require(try await client.get(id)["workspaceId"].text)
        }

        @Test("has one writer at a time in 25 pairs of dispatches, and each finds what those before it left")
        func oneWriter() async throws {
            try await ServerBench.with { bench in
                let client = try await bench.tenant("acme", limits: ["--queued", "100"])
                try await bench.serve { server in
                    let client = server.client(client)
                    var ids: [String: [String]] = [:]
                    for number in 0..<25 {
                        let repository = "project-\(number % 5)"
                        for half in ["a", "b"] {
                            let id = try await client.dispatch(
                                "own 1 writer of \(number)\(half)",
                                Self.fields(repository)
                            )
                            ids[repository, default: []].append(id)
                        }
                    }
                    #expect(try await Set(Self.workspaceIDs(ids.values.flatMap { $0 }, client)).count == 5)
                    for (_, dispatches) in ids {
                        for id in dispatches {
                            let ended = try await client.ended(id)
                            #expect(ended["status"].text == "success", "\(ended)")
                        }
                        let last = try #require(dispatches.last)
                        let log = try await client.call("GET", "/dispatch/\(last)?logLimit=1000").text
                        #expect(log.contains("visits: 10"), "\(log)")
                    }
                    try await Self.deleteAll(client)
                    #expect(try await bench.volumes().isEmpty)
                }
            }
        }

        private static func workspaceIDs(_ ids: [String], _ client: APIClient) async throws -> [String] {
            var found: [String] = []
            for id in ids { found.append(try await workspace(id, client)) }
            return found
        }

        private static func deleteAll(_ client: APIClient) async throws {
            guard case .array(let items) = try await client.call("GET", "/workspaces?limit=100").data["items"] else {
                return
            }
            for item in items {
                let id = try #require(item["workspaceId"].text)
                #expect(try await client.call("DELETE", "/workspaces/\(id)").status == 200)
            }
        }

        @Test("is refused to deletion while it is in use, is its tenant's alone, and its volume goes with it")
        func deletion() async throws {
            try await ServerBench.with { bench in
                let keys = (try await bench.tenant("one"), try await bench.tenant("two"))
                try await bench.serve { server in
                    let (one, two) = (server.client(keys.0), server.client(keys.1))
                    let mine = try await one.dispatch("own 600 mine", Self.fields("shared"))
                    try await one.wait(mine, for: "running")
                    let id = try await Self.workspace(mine, one)
                    let shown = try await one.call("GET", "/workspaces/\(id)").data["workspace"]
                    #expect(shown["status"].text == "in_use")
                    #expect(shown["currentDispatchId"].text == mine)
                    #expect(try await one.call("DELETE", "/workspaces/\(id)").status == 409)
                    // The same repository, and no waiting: it is another workspace.
                    let theirs = try await two.dispatch("own 0 theirs", Self.fields("shared"))
                    #expect(try await two.ended(theirs)["status"].text == "success")
                    let other = try await Self.workspace(theirs, two)
                    #expect(other != id)
                    #expect(try await two.call("DELETE", "/workspaces/\(id)").status == 404)
                    let size = try await two.call("GET", "/workspaces/\(other)").data["workspace"]["sizeBytes"]
                    if case .integer(let bytes) = size { #expect(bytes > 0) } else { Issue.record("\(size)") }
                    _ = try await one.cancel(mine)
                    _ = try await one.ended(mine)
                    try await bench.noContainerIsLeft()
                    #expect(try await bench.volumes().count == 2)
                    try await Self.deleteAll(one)
                    try await Self.deleteAll(two)
                    #expect(try await one.call("GET", "/workspaces/\(id)").status == 404)
                    #expect(try await bench.volumes().isEmpty)
                }
            }
        }

        @Test(
            "that grows beyond its bound ends the dispatch with that reason, and the next one says so before it starts"
        )
        func bound() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                try await bench.serve(environment: ["OUTPOST_WORKSPACE_MAX_MIB": "8"]) { server in
                    let client = server.client(key)
                    for task in ["grow 20 megabytes", "say hello to everyone"] {
                        let ended = try await client.ended(try await client.dispatch(task, Self.fields("large")))
                        #expect(ended["status"].text == "failed", "\(ended)")
                        #expect(ended["reason"].text == "workspace_full", "\(ended)")
                        #expect(ended["errorMessage"].text?.contains("may hold 8") == true, "\(ended)")
                    }
                    try await bench.noContainerIsLeft()
                    try await Self.deleteAll(client)
                    #expect(try await bench.volumes().isEmpty)
                }
            }
        }

        @Test("that is in memory and full is named where the agent failed by it")
        func fullMemory() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                try await bench.serve { server in
                    let client = server.client(key)
                    let small: [String: JSONValue] = ["resourceConstraints": ["maxMemoryMb": 512]]
                    let ended = try await client.ended(try await client.dispatch("fill 300 megabytes", small))
                    #expect(ended["status"].text == "failed", "\(ended)")
                    #expect(ended["reason"].text == "exit", "\(ended)")
                    #expect(ended["errorMessage"].text?.contains("the workspace is full") == true, "\(ended)")
                }
            }
        }

        @Test("is removed with its volume when it was not used for its time")
        func expiry() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                try await bench.serve { server in
                    let client = server.client(key)
                    let id = try await client.dispatch("own 0 once", Self.fields("old"))
                    #expect(try await client.ended(id)["status"].text == "success")
                }
                #expect(try await bench.volumes().count == 1)
                let update =
                    "import sqlite3; c = sqlite3.connect('\(bench.data)/outpost.sqlite'); "
                    + "c.execute('UPDATE workspace SET expiresAt = 1'); c.commit()"
                try await Shell.run("/usr/bin/env", ["python3", "-c", update])
                // Podman calls it a removal.
                let filters = ["event": ["destroy", "remove"], "type": ["volume"]]
                var events = try await Engine.connect().events(filters: filters).makeAsyncIterator()
                try await bench.serve { server in
                    while try await !bench.volumes().isEmpty, try await events.next() != nil {}
                    let listed = try await server.client(key).call("GET", "/workspaces").data["items"]
                    #expect(listed == .array([]))
                }
            }
        }
    }
}
