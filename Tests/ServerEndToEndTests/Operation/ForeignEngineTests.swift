internal import OutpostAPI
internal import TestSupport
internal import Testing

extension ServerTests {
    @Suite("Another engine behind the same socket", .timeLimit(.minutes(15)))
    struct ForeignEngineTests {
        @Test(
            "costs no dispatch: nothing is given up or started until ours is back or the operator accepts the other",
            .enabled("no second Docker Engine can be run here") { await PrivateEngine.isAvailable() }
        )
        func replaced() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                let proxy = EngineProxy(socket: bench.path + "/e.sock")
                try await PrivateEngine.run(in: bench.path + "/engine") { other in
                    let steps = Steps()
                    async let engines: Void = {
                        for (number, engine) in [nil, other.socket, nil, other.socket].enumerated() {
                            try await proxy.listen(before: engine) {
                                steps.isUp[number].open()
                                try await steps.mayFall[number].pass()
                            }
                        }
                    }()
                    try await steps.isUp[0].pass()
                    let environment = ["DOCKER_HOST": "unix://" + proxy.socket]
                    try await bench.serve(["--max-running", "1"], environment: environment) { server in
                        try await Self.replace(bench, server, server.client(key), steps)
                    }
                    for gate in steps.mayFall { gate.open() }
                    try await engines
                }
            }
        }

        private struct Steps: Sendable {
            let isUp = (0..<4).map { _ in Gate() }
            let mayFall = (0..<4).map { _ in Gate() }

            /// Puts the next engine in the place of this one.
            func next(after number: Int) async throws {
                mayFall[number].open()
                try await isUp[number + 1].pass()
            }
        }

        private static func replace(
            _ bench: ServerBench,
            _ server: RunningServer,
            _ client: APIClient,
            _ steps: Steps
        ) async throws {
            let first = try await client.dispatch("tell 30 lines of story")
            try await client.wait(first, for: "running")
            try await steps.next(after: 0)
            try await server.hasLogged("another engine answers")
            let waiting = try await client.dispatch("wait 600 seconds")
            let check = try await client.call("GET", "/health")
            #expect(check.status == 200)
            #expect(check.json["checks"]["engine"]["status"].text == "warn")
            #expect(check.json["checks"]["engine"]["message"].text?.contains("outpost engine accept") == true)
            let fleet = try await client.call("GET", "/health/fleet").data
            #expect(fleet["status"].text == "degraded")
            #expect(try await client.get(first)["status"].text == "running")
            #expect(try await client.get(waiting)["status"].text == "pending")
            try await steps.next(after: 1)
            #expect(try await client.ended(first)["status"].text == "success")
            try await client.wait(waiting, for: "running")
            try await steps.next(after: 2)
            try await server.hasLogged("another engine answers", times: 2)
            #expect(try await bench.outpost("engine", "accept").contains("from now on"))
            let end = try await client.ended(waiting)
            #expect(end["status"].text == "failed")
            #expect(end["reason"].text == "vanished")
            #expect(try await bench.outpost("audit", "list").contains("engine.accept"))
            #expect(try await client.call("GET", "/health").json["checks"]["engine"]["status"].text == "pass")
        }
    }
}
