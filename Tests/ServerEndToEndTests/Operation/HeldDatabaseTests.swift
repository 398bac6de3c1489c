internal import CurlHTTP
internal import OutpostAPI
internal import Testing

extension ServerOverMinutesTests {
    @Suite("A database that another process holds", .timeLimit(.minutes(20)))
    struct HeldDatabaseTests {
        @Test("for a moment is waited for")
        func brief() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                try await bench.serve { server in
                    let client = server.client(key)
                    try await DatabaseHolder.hold(.exclusive, of: bench.database, seconds: 2) {
                        let answer = try await client.post("say hello to everyone")
                        #expect(answer.status == 201, "\(answer.text)")
                    }
                }
            }
        }

        @Test(
            "for long makes requests fail whole, with 503; what ended meanwhile is told afterwards",
            arguments: DatabaseHolder.Lock.allCases
        )
        func long(lock: DatabaseHolder.Lock) async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                try await bench.serve { server in
                    let client = server.client(key)
                    let body: JSONValue = [
                        "agent": .string(client.agent), "task": "say hello to everyone", "idempotencyKey": "once",
                    ]
                    let running = try await client.dispatch("wait 3 seconds")
                    try await client.wait(running, for: "running")
                    try await DatabaseHolder.hold(lock, of: bench.database) {
                        let refused = try await client.call("POST", "/dispatch", body)
                        #expect(refused.status == 503, "\(refused.text)")
                        #expect(refused.errorCode == "SERVICE_UNAVAILABLE")
                        #expect(refused.headers["Retry-After"] == "5")
                        try await server.hasLogged("a dispatch's end was not recorded")
                    }
                    let end = try await client.ended(running)
                    #expect(end["status"].text == "success", "\(end)")
                    let before = try await client.call("GET", "/dispatch").data["items"].elements
                    #expect(before.map { $0["dispatchId"].text } == [running])
                    let accepted = try await client.call("POST", "/dispatch", body)
                    #expect(accepted.status == 201, "\(accepted.text)")
                    let next = try await client.ended(try #require(accepted.data["dispatchId"].text))
                    #expect(next["status"].text == "success")
                    try await bench.noContainerIsLeft()
                }
                #expect(try await bench.outpost("audit", "verify").contains("intact"))
            }
        }
    }
}
