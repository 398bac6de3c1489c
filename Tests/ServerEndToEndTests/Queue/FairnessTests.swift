internal import OutpostAPI
internal import Testing

extension ServerTests {
    @Suite("The queue", .timeLimit(.minutes(20)))
    struct FairnessTests {
        private static let slots = 3
        private static let names = ["one", "two", "three"]

        @Test("lets 25 dispatches of 3 tenants succeed, and nobody's second one start before everybody's first")
        func fairness() async throws {
            try await ServerBench.with { bench in
                let blocker = try await bench.tenant("blocker")
                var keys: [String] = []
                for name in Self.names { keys.append(try await bench.tenant(name)) }
                try await bench.serve(["--max-running", "\(Self.slots)"]) { server in
                    let blocking = try await Self.block(server.client(blocker))
                    let clients = keys.map { server.client($0) }
                    let queued = try await Self.post(25, by: clients)
                    try await Self.checkPositions(queued)
                    for id in blocking { _ = try await server.client(blocker).cancel(id) }
                    try await Self.checkEnds(queued)
                    try await bench.noContainerIsLeft()
                }
            }
        }

        /// Something of a tenant's that waits for its turn.
        private struct Queued: Sendable {
            let tenant: Int
            let client: APIClient
            let id: String
        }

        /// Takes every slot, so that the queue fills before anything of it starts.
        private static func block(_ client: APIClient) async throws -> [String] {
            var ids: [String] = []
            for _ in 0..<slots { ids.append(try await client.dispatch("wait 600 seconds")) }
            for id in ids { try await client.wait(id, for: "running") }
            return ids
        }

        /// Posts one of each tenant, and then all others at once.
        ///
        /// The first ones work for some time: of agents that are done at once, a second one can begin while the first
        /// of another tenant is still being provisioned beside it.
        private static func post(_ count: Int, by clients: [APIClient]) async throws -> [Queued] {
            var first: [Queued] = []
            for (tenant, client) in clients.enumerated() {
                first.append(Queued(tenant: tenant, client: client, id: try await client.dispatch("wait 10 seconds")))
            }
            return try await withThrowingTaskGroup(of: Queued.self) { group in
                for index in clients.count..<count {
                    let tenant = index % clients.count
                    group.addTask {
                        let id = try await clients[tenant].dispatch("say hello to everyone")
                        return Queued(tenant: tenant, client: clients[tenant], id: id)
                    }
                }
                return try await group.reduce(into: first) { $0.append($1) }
            }
        }

        /// Every place of the queue is taken once, tenants take turns, and who comes later is told a later time.
        private static func checkPositions(_ queued: [Queued]) async throws {
            var places: [(position: Int, estimate: String, tenant: Int)] = []
            for one in queued {
                let seen = try await one.client.get(one.id)
                #expect(seen["status"].text == "pending")
                let position = try #require(seen["queuePosition"].number)
                let estimate = try #require(seen["estimatedStartTime"].text)
                #expect(estimate >= seen["createdAt"].text ?? "")
                places.append((position, estimate, one.tenant))
            }
            places.sort { $0.position < $1.position }
            #expect(places.map(\.position) == Array(0..<queued.count))
            for start in stride(from: 0, to: 24, by: names.count) {
                #expect(Set(places[start..<start + names.count].map(\.tenant)).count == names.count)
            }
            #expect((places.first?.estimate ?? "") < (places.last?.estimate ?? ""))
        }

        private static func checkEnds(_ queued: [Queued]) async throws {
            let ended = try await withThrowingTaskGroup(of: (tenant: Int, dispatch: JSONValue).self) { group in
                for one in queued { group.addTask { (one.tenant, try await one.client.ended(one.id)) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let succeeded = ended.count { $0.dispatch["status"].text == "success" }
            #expect(succeeded == queued.count)
            let order = ended.sorted { ($0.dispatch["startedAt"].text ?? "") < ($1.dispatch["startedAt"].text ?? "") }
            #expect(Set(order.prefix(names.count).map(\.tenant)).count == names.count)
            print("25 dispatches started in the order of tenants \(order.map(\.tenant))")
        }
    }
}
