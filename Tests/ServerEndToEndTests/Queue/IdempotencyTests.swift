internal import OutpostAPI
internal import Testing

extension ServerUnderLoadTests {
    @Suite("An idempotency key", .timeLimit(.minutes(20)))
    struct IdempotencyTests {
        private static let rounds = 100
        private static let clients = 50

        @Test("makes one dispatch of what 50 clients post at once, a hundred times")
        func oneOfMany() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme", limits: ["--concurrent", "1", "--queued", "1000"])
                try await bench.serve { server in
                    let client = server.client(key)
                    // Its tenant runs one at a time, so everything after it stays in the queue.
                    let blocker = try await client.dispatch("wait 600 seconds")
                    try await client.wait(blocker, for: "running")
                    var made: Set<String> = []
                    for round in 0..<Self.rounds { made.insert(try await Self.round(round, client)) }
                    #expect(made.count == Self.rounds)
                    #expect(try await Self.all(client) == made.union([blocker]))
                    _ = try await client.cancel(blocker)
                }
            }
        }

        @Test("of another request is a conflict, in the field as in the header")
        func conflict() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                try await bench.serve { server in
                    let client = server.client(key)
                    let first = try await client.post("wait 600 seconds", ["idempotencyKey": "k"])
                    #expect(first.status == 201)
                    #expect(first.data["idempotent"] == .null)
                    let same = try await client.call(
                        "POST",
                        "/dispatch",
                        ["agent": .string(bench.agent.name), "task": "wait 600 seconds"],
                        headers: [("Idempotency-Key", "k")]
                    )
                    #expect(same.status == 201)
                    #expect(same.data["idempotent"] == .bool(true))
                    #expect(same.data["dispatchId"] == first.data["dispatchId"])
                    for other in [["task": "wait 601 seconds"], ["timeoutSeconds": 60]] as [[String: JSONValue]] {
                        var body: [String: JSONValue] = ["agent": .string(bench.agent.name), "idempotencyKey": "k"]
                        body["task"] = "wait 600 seconds"
                        body.merge(other) { $1 }
                        let answer = try await client.call("POST", "/dispatch", .object(body))
                        #expect(answer.status == 409)
                        #expect(answer.errorCode == "CONFLICT")
                    }
                    let id = try #require(first.data["dispatchId"].text)
                    _ = try await client.cancel(id)
                }
            }
        }

        /// Posts one request by all clients at once.
        ///
        /// - Returns: the one dispatch that came of it.
        private static func round(_ round: Int, _ client: APIClient) async throws -> String {
            let answers = try await withThrowingTaskGroup(of: APIAnswer.self) { group in
                for _ in 0..<clients {
                    group.addTask {
                        try await client.post("say hello to everyone", ["idempotencyKey": .string("round \(round)")])
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 201 })
            #expect(answers.count { $0.data["idempotent"] == .null } == 1)
            let ids = Set(answers.compactMap { $0.data["dispatchId"].text })
            try #require(ids.count == 1)
            return try #require(ids.first)
        }

        /// Every dispatch of the tenant, page by page.
        private static func all(_ client: APIClient) async throws -> Set<String> {
            var ids: [String] = []
            var cursor: String?
            repeat {
                let query = cursor.map { "&cursor=\($0)" } ?? ""
                let page = try await client.call("GET", "/dispatch?limit=30\(query)").data
                ids += page["items"].elements.compactMap { $0["dispatchId"].text }
                cursor = page["nextCursor"].text
            } while cursor != nil
            #expect(Set(ids).count == ids.count)
            return Set(ids)
        }
    }
}
