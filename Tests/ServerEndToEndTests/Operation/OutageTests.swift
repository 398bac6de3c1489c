internal import OutpostAPI
internal import TestSupport
internal import Testing

extension ServerTests {
    @Suite("An engine that goes away", .timeLimit(.minutes(15)))
    struct OutageTests {
        @Test("costs latency: what waits goes on waiting, what runs is taken up again")
        func outage() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                let proxy = EngineProxy(socket: bench.path + "/engine.sock")
                let isUp = Gate()
                let mayFall = Gate()
                let hasFallen = Gate()
                async let first: Void = {
                    try await proxy.listen {
                        isUp.open()
                        try await mayFall.pass()
                    }
                    hasFallen.open()
                }()
                try await isUp.pass()
                let options = ["--max-running", "1"]
                try await bench.serve(options, environment: ["DOCKER_HOST": "unix://" + proxy.socket]) { server in
                    let client = server.client(key)
                    let told = try await client.dispatch("tell 60 lines of story")
                    try await client.wait(told, for: "running")
                    let started = try await client.get(told)["startedAt"]
                    var waiting = [try await client.dispatch("say hello to everyone")]
                    mayFall.open()
                    try await hasFallen.pass()
                    try await server.hasLogged("the engine went away")
                    // Accepting needs no engine.
                    waiting.append(try await client.dispatch("say hello to everyone"))
                    #expect(try await client.call("GET", "/health/ready").status == 503)
                    for id in waiting { #expect(try await client.get(id)["status"].text == "pending") }
                    try await proxy.listen {
                        let ended = try await client.ended(told)
                        #expect(ended["status"].text == "success")
                        #expect(ended["startedAt"] == started)
                        let page = try await client.get(told, "?logLimit=1000")
                        let lines = page["logs"].elements.compactMap { $0["message"].text }
                        #expect(lines.filter { $0.hasPrefix("line ") }.count == 60)
                        for id in waiting { #expect(try await client.ended(id)["status"].text == "success") }
                        try await bench.noContainerIsLeft()
                    }
                }
                try await first
            }
        }
    }
}
