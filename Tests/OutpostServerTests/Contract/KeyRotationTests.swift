internal import Foundation
internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("Rotation of keys over HTTP")
struct KeyRotationTests {
    private static let overlap = #"{"overlapSeconds":60,"colour":"red"}"#

    /// A key of alice's that may only list, and its id.
    private func listKey(_ bench: Bench, expiresAt: Date? = nil) async throws -> (secret: String, id: String) {
        let secret = try await bench.key(scopes: [.list], expiresAt: expiresAt)
        let id = try #require(try await bench.identities.keys(tenant: Bench.alice).first?.id)
        return (secret, id)
    }

    @Test("Both keys work for the overlap, with the same rights, and then the new one alone")
    func overlap() async throws {
        let bench = try await Bench()
        let admin = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        let (old, id) = try await listKey(bench)
        try await bench.run { client in
            let reply = try await client.send(.post, "/admin/keys/\(id)/rotate", key: admin, body: Self.overlap)
            #expect(reply.status == 201)
            #expect(try reply.value("meta.warnings.0") == "unknown field 'colour' ignored")
            #expect(try reply.value("data.key.scopes") == ["list"])
            #expect(try reply.value("data.previous.id") == .string(id))
            #expect(try reply.value("data.previous.status") == "active")
            #expect(!reply.text.contains(old))
            guard case .string(let new)? = try reply.value("data.secret") else { throw NoSecret() }
            for key in [old, new] {
                #expect(try await client.send(.get, "/dispatch", key: key).status == 200)
                #expect(try await client.send(.delete, "/dispatch/x", key: key).status == 403)
            }
            bench.advance(by: 61)
            #expect(try await client.send(.get, "/dispatch", key: old).status == 401)
            #expect(try await client.send(.get, "/dispatch", key: new).status == 200)
            let list = try await client.send(.get, "/admin/keys?tenant=alice", key: admin)
            #expect(!list.text.contains(new))
        }
        let rotation = try #require(bench.identities.entries.last)
        #expect(rotation.action == "key.rotate")
        #expect(rotation.tenant == Bench.alice)
        #expect(rotation.resource.hasPrefix("\(id) to "))
    }

    @Test("An overlap of nothing ends the old key at once; a lifetime starts anew")
    func now() async throws {
        let bench = try await Bench()
        let admin = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        let (old, id) = try await listKey(bench, expiresAt: Samples.epoch.addingTimeInterval(1000))
        bench.advance(by: 400)
        try await bench.run { client in
            let body = #"{"overlapSeconds":0}"#
            let reply = try await client.send(.post, "/admin/keys/\(id)/rotate", key: admin, body: body)
            #expect(reply.status == 201)
            let end = APITime(Samples.epoch.addingTimeInterval(1400))
            #expect(try reply.value("data.key.expiresAt") == .string("\(end)"))
            #expect(try await client.send(.get, "/dispatch", key: old).status == 401)
            // One that has ended is not the way to a new one.
            let again = try await client.send(.post, "/admin/keys/\(id)/rotate", key: admin, body: body)
            #expect(again.status == 409)
        }
    }

    @Test("No key of a tenant's rotates any, its own neither; what is wrong is told")
    func refusals() async throws {
        let bench = try await Bench()
        let (_, id) = try await listKey(bench)
        let (own, foreign) = (try await bench.key(Bench.alice), try await bench.key(Bench.bob))
        let admin = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        let count = try await bench.identities.keys(tenant: nil).count
        try await bench.run { client in
            for (key, status) in [(own, 403), (foreign, 403), (nil, 401)] {
                for id in [id, "otp_none"] {
                    let reply = try await client.send(.post, "/admin/keys/\(id)/rotate", key: key, body: Self.overlap)
                    #expect(reply.status == status)
                }
            }
            for overlap in ["-1", "2592001", #""1h""#] {
                let body = "{\"overlapSeconds\":\(overlap)}"
                let reply = try await client.send(.post, "/admin/keys/\(id)/rotate", key: admin, body: body)
                #expect(try reply.problems.map(\.path) == ["overlapSeconds"])
            }
            let absent = try await client.send(.post, "/admin/keys/otp_none/rotate", key: admin, body: Self.overlap)
            #expect(absent.status == 404)
        }
        #expect(try await bench.identities.keys(tenant: nil).count == count)
    }

    private struct NoSecret: Error {}
}
