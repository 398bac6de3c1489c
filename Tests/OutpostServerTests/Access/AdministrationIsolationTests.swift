internal import Foundation
internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import OutpostStore
internal import Testing

@testable internal import OutpostServer

/// Generated from the routes, as ``IsolationTests`` are.
@Suite("Isolation of administration")
struct AdministrationIsolationTests {

    @Test("Every route below /admin refuses a tenant's admin key with one answer, about itself, others and nobody")
    func refusals() async throws {
        let bench = try await Bench()
        let alice = try await bench.key(Bench.alice)
        let key = try await bench.key(Bench.bob)
        let ids = try await bench.identities.keys(tenant: Bench.alice).map(\.id)
        let id = try #require(ids.first)
        let routes = bench.server().routes.filter { $0.path.hasPrefix("/admin") }
        #expect(routes.count >= 28)
        #expect(routes.allSatisfy { $0.access == .administration })
        try await bench.run { client in
            var refusals: Set<String> = []
            for route in routes {
                for (tenant, keyID) in [("bob", "otp_none"), ("alice", id), (Bench.alice, id), ("nobody", "otp_none")] {
                    var path = route.path
                    for (name, value) in [
                        ("{idOrName}", tenant), ("{idOrPrefix}", keyID), ("{secretName}", "NPM_TOKEN"),
                        ("{host}", "git.test"), ("{webhookId}", keyID), ("{messageId}", "msg_1"),
                    ] { path = path.replacing(name, with: value) }
                    #expect(!path.contains("{"), "\(route.path) has a parameter that this test does not know")
                    let body = route.method == .get || route.method == .delete ? nil : "{}"
                    let reply = try await client.send(route.method, path, key: key, body: body)
                    #expect(reply.status == 403, "\(route.method) \(path)")
                    refusals.insert(reply.text)
                    #expect(try await client.send(route.method, path, body: body).status == 401, "\(path)")
                }
            }
            #expect(refusals.count == 1)
            #expect(try await client.send(.get, "/dispatch", key: alice).status == 200)
        }
        #expect(bench.identities.entries.isEmpty)
        #expect(bench.egress.audit.isEmpty)
        #expect(bench.sealed.audit.isEmpty)
        #expect(try await bench.database.audit.rows(AuditQuery()).isEmpty)
        #expect(bench.results.audit.isEmpty)
        #expect(bench.publisher.results.isEmpty)
    }

    @Test("Results are promoted for their tenant alone, and one that is another's is like one that never was")
    func promotion() async throws {
        let bench = try await Bench()
        let (alice, bob) = (try await bench.key(Bench.alice), try await bench.key(Bench.bob))
        let (id, unknown) = (try bench.promotable.add(Bench.alice), Samples.freshID())
        try await bench.run { client in
            func promote(_ id: DispatchID, _ key: String) async throws -> Reply {
                try await client.send(.post, "/promote", key: key, body: #"{"dispatchId":"\#(id)"}"#)
            }
            let (foreign, absent) = (try await promote(id, bob), try await promote(unknown, bob))
            #expect(foreign.status == 404)
            #expect(absent.status == 404)
            #expect(foreign.text.replacing(id.text, with: "ID") == absent.text.replacing(unknown.text, with: "ID"))
            #expect(bench.publisher.results.isEmpty)
            #expect(try await promote(id, alice).status == 200)
        }
    }

    @Test("A removal of another tenant's ended results removes nothing, and is like one of what never was")
    func removal() async throws {
        let bench = try await Bench()
        let (alice, bob) = (try await bench.key(Bench.alice), try await bench.key(Bench.bob))
        let (id, unknown) = (try bench.dispatch(Bench.alice), Samples.freshID())
        bench.service.start(id)
        try bench.service.end(id, DispatchEnd(status: .success, reason: .changed))
        try await bench.run { client in
            func remove(_ id: DispatchID, _ key: String) async throws -> Reply {
                try await client.send(.delete, "/artifacts/\(id)", key: key)
            }
            let (foreign, absent) = (try await remove(id, bob), try await remove(unknown, bob))
            #expect(foreign.status == 404)
            #expect(foreign.text.replacing(id.text, with: "ID") == absent.text.replacing(unknown.text, with: "ID"))
            #expect(bench.results.audit.isEmpty)
            #expect(try await client.send(.get, "/artifacts/\(id)", key: alice).status == 200)
            #expect(try await remove(id, alice).status == 200)
        }
    }
}
