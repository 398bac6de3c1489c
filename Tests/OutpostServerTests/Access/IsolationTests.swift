internal import Foundation
internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

/// Generated from the routes, so that a new route cannot be forgotten.
@Suite("Isolation between tenants")
struct IsolationTests {
    private static let headersThatMayDiffer: Set<String> = [
        "x-request-id", "date", "x-ratelimit-remaining", "x-ratelimit-reset",
    ]

    private func comparable(_ reply: Reply, _ id: String) -> [String] {
        let headers = reply.headers.filter { !Self.headersThatMayDiffer.contains($0.name.canonicalName) }
            .map { "\($0.name.canonicalName): \($0.value)" }.sorted()
        return ["\(reply.status)"] + headers + [reply.text.replacing(id, with: "ID")]
    }

    @Test(
        "On every route with an id, another tenant's dispatch and one that never was get the same bytes",
        arguments: [
            (Bench.alice, Bench.bob), (Bench.bob, Bench.alice),
        ]
    )
    func sameBytes(reader: String, owner: String) async throws {
        let bench = try await Bench()
        let key = try await bench.key(reader)
        let routes = bench.server().routes.filter { route in
            ["{dispatchId}", "{jobId}", "{workspaceId}", "{batchId}"].contains { route.path.contains($0) }
        }
        #expect(routes.count >= 12)
        try await bench.run { client in
            for route in routes {
                let isWorkspace = route.path.contains("{workspaceId}")
                let isBatch = route.path.contains("{batchId}")
                let foreign =
                    isWorkspace
                    ? Bench.operatorTenant
                    : isBatch ? try bench.batch(owner).text : try bench.dispatch(owner).text
                let unknown = isWorkspace ? UUID().uuidString.lowercased() : Samples.freshID().text
                var replies: [[String]] = []
                for id in [foreign, unknown] {
                    let path = ["{dispatchId}", "{jobId}", "{workspaceId}", "{batchId}"].reduce(route.path) {
                        $0.replacing($1, with: id)
                    }
                    let reply = try await client.send(route.method, path.replacing("**", with: "x"), key: key)
                    #expect([403, 404].contains(reply.status), "\(route.method) \(route.path)")
                    #expect(route.access == .open || reply.status == 404)
                    replies.append(comparable(reply, id))
                }
                #expect(replies[0] == replies[1], "\(route.method) \(route.path)")
            }
        }
        #expect(bench.service.reasons.isEmpty)
    }

    @Test("The owner is served where the other one is not")
    func owner() async throws {
        let bench = try await Bench()
        let (alice, bob) = (try await bench.key(Bench.alice), try await bench.key(Bench.bob))
        let id = try bench.dispatch(Bench.alice)
        try await bench.run { client async throws in
            for path in ["/dispatch/\(id)", "/runs/\(id)", "/api/v2/jobs/\(id)", "/artifacts/\(id)"] {
                #expect(try await client.send(.get, path, key: alice).status == 200)
                #expect(try await client.send(.get, path, key: bob).status == 404)
            }
            #expect(try await client.send(.delete, "/dispatch/\(id)", key: bob).status == 404)
            #expect(try await client.send(.get, "/dispatch/\(id)", key: alice).value("data.status") == "pending")
        }
    }
}
