internal import CurlHTTP
internal import OutpostAPI
internal import Subprocess
internal import Testing

extension ServerTests {
    @Suite("A server that is stopped", .timeLimit(.minutes(15)))
    struct RestartTests {
        /// What the first server leaves to the second.
        private struct Legacy {
            var blocker = ""
            var pending: [String] = []
            var told = ""
            var offset = ""
            var event = Event()
            var events: [Event] = []
        }

        @Test("or killed leaves its queue to the next one, and places in logs stay good", arguments: [false, true])
        func restart(isKilled: Bool) async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                var legacy = Legacy()
                let first = try await bench.serve(["--max-running", "1"]) { server in
                    legacy = try await Self.leave(server.client(key))
                    if isKilled { try server.send(.kill) }
                }
                #expect(first.code == (isKilled ? 137 : 0))
                try await bench.serve { server in
                    try await Self.check(legacy, server.client(key))
                    try await bench.noContainerIsLeft()
                }
            }
        }

        private static func leave(_ client: APIClient) async throws -> Legacy {
            var legacy = Legacy()
            legacy.told = try await client.dispatch("tell 10 lines of story")
            var reader = try await client.events(legacy.told)
            while let event = try await reader.next() { legacy.events.append(event) }
            legacy.event = try #require(legacy.events.filter { $0.name == "log" }.dropFirst(4).first)
            legacy.offset = try #require(try await client.get(legacy.told, "?logLimit=5")["logOffset"].text)
            legacy.blocker = try await client.dispatch("wait 600 seconds")
            try await client.wait(legacy.blocker, for: "running")
            for _ in 0..<3 { legacy.pending.append(try await client.dispatch("say hello to everyone")) }
            return legacy
        }

        private static func check(_ legacy: Legacy, _ client: APIClient) async throws {
            for id in legacy.pending { #expect(try await client.ended(id)["status"].text == "success") }
            // What ran goes on, and can be stopped.
            #expect(try await client.get(legacy.blocker)["status"].text == "running")
            _ = try await client.cancel(legacy.blocker)
            #expect(try await client.ended(legacy.blocker)["status"].text == "cancelled")

            let logged = legacy.events.filter { $0.name == "log" }.compactMap { $0.json["seq"].number }
            let page = try await client.get(legacy.told, "?logLimit=1000&logOffset=\(legacy.offset)")
            #expect(page["logs"].elements.compactMap { $0["seq"].number } == Array(logged.dropFirst(5)))

            var reader = try await client.events(legacy.told, after: legacy.event.id)
            var rest: [Event] = []
            while let event = try await reader.next() { rest.append(event) }
            #expect(rest.filter { $0.name == "log" }.compactMap { $0.json["seq"].number } == Array(logged.dropFirst(5)))
            #expect(rest.last?.name == "end")
        }

        @Test("answers 503 to new dispatches while others end, closes streams, and is gone in ten seconds")
        func drain() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                let clock = ContinuousClock()
                var stopped = clock.now
                let ending = try await bench.serve(["--drain-seconds", "6"]) { server in
                    let client = server.client(key)
                    let id = try await client.dispatch("wait 2 seconds")
                    try await client.wait(id, for: "running")
                    let endless = try await client.dispatch("wait 600 seconds")
                    var reader = try await client.events(endless)
                    let stalled = try await client.events(endless)
                    stopped = clock.now
                    try server.send(.terminate)
                    let refused = try await Self.refusal(client)
                    #expect(refused.status == 503)
                    #expect(refused.errorCode == "SERVICE_UNAVAILABLE")
                    #expect(refused.headers["Retry-After"] != nil)
                    #expect(try await client.ended(id)["status"].text == "success")
                    while try await reader.next() != nil {}
                    withExtendedLifetime(stalled) {}
                }
                let took = stopped.duration(to: clock.now)
                print("stopping took \(took)")
                #expect(took < .seconds(10))
                #expect(ending.code == 0)
            }
        }

        /// What was accepted before the signal arrived waits for the next server.
        private static func refusal(_ client: APIClient) async throws -> APIAnswer {
            while true {
                let answer = try await client.post("say hello to everyone")
                if answer.status != 201 { return answer }
            }
        }
    }
}
