internal import Foundation
internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("The audit trail over HTTP")
struct AuditTests {
    /// Five rows, a minute apart: of alice, bob, all tenants, alice and bob.
    private func bench() async throws -> (Bench, key: String) {
        let bench = try await Bench()
        for (minute, tenant) in [Bench.alice, Bench.bob, "shared", Bench.alice, Bench.bob].enumerated() {
            bench.audit.append(
                AuditEntry(
                    at: Samples.epoch.addingTimeInterval(TimeInterval(60 * minute)),
                    tenant: tenant,
                    actor: "actor-\(minute)",
                    action: "dispatch.create",
                    resource: "resource-\(minute)",
                    source: "192.0.2.\(minute)"
                )
            )
        }
        return (bench, try await bench.key(Bench.operatorTenant, scopes: [.admin]))
    }

    private func sequences(_ reply: Reply) throws -> [Int] {
        guard case .array(let items)? = try reply.value("data.items") else { throw NoPage() }
        return try items.map { item in
            guard case .object(let row) = item, case .integer(let sequence)? = row["sequence"] else { throw NoPage() }
            return sequence
        }
    }

    private struct NoPage: Error {}

    @Test("Comes newest first, a page at a time, each row once, also while further rows are written")
    func pages() async throws {
        let (bench, key) = try await bench()
        try await bench.run { client in
            let first = try await client.send(.get, "/admin/audit?limit=2", key: key)
            #expect(try sequences(first) == [5, 4])
            #expect(try first.value("data.nextCursor") == "4")
            #expect(try first.value("data.items.0.source") == "192.0.2.4")
            #expect(try first.value("data.items.0.actor") == "actor-4")
            bench.audit.append(
                AuditEntry(at: bench.now, tenant: "shared", actor: "later", action: "key.create", resource: "x")
            )
            let second = try await client.send(.get, "/admin/audit?limit=2&cursor=4", key: key)
            #expect(try sequences(second) == [3, 2])
            let last = try await client.send(.get, "/admin/audit?limit=2&cursor=2", key: key)
            #expect(try sequences(last) == [1])
            #expect(try [nil, .null].contains(last.value("data.nextCursor")))
            let oldest = try await client.send(.get, "/admin/audit?order=oldest&limit=3", key: key)
            #expect(try sequences(oldest) == [1, 2, 3])
            let rest = try await client.send(.get, "/admin/audit?order=oldest&limit=3&cursor=3", key: key)
            #expect(try sequences(rest) == [4, 5, 6])
        }
    }

    @Test("Is narrowed to a tenant by name or id, to what concerns all, and to a time")
    func filters() async throws {
        let (bench, key) = try await bench()
        try await bench.run { client in
            for (query, expected) in [
                ("tenant=alice", [4, 1]), ("tenant=\(Bench.alice)", [4, 1]), ("tenant=shared", [3]),
                ("since=\(APITime(Samples.epoch.addingTimeInterval(120)))", [5, 4, 3]),
                ("tenant=bob&since=\(APITime(Samples.epoch.addingTimeInterval(120)))", [5]),
            ] {
                let reply = try await client.send(.get, "/admin/audit?\(query)", key: key)
                #expect(try sequences(reply) == expected, "\(query)")
            }
            #expect(try await client.send(.get, "/admin/audit?tenant=nobody", key: key).status == 404)
        }
    }

    @Test("What is asked wrongly is told, all of it")
    func problems() async throws {
        let (bench, key) = try await bench()
        try await bench.run { client in
            let query = "limit=1001&since=soon&order=sideways&cursor=x"
            let reply = try await client.send(.get, "/admin/audit?\(query)", key: key)
            #expect(reply.status == 400)
            #expect(try Set(reply.problems.map(\.path)) == ["limit", "since", "order", "cursor"])
            for head in ["1", "1:xyz", "-1:" + String(repeating: "0", count: 64)] {
                let verified = try await client.send(.get, "/admin/audit/verification?head=\(head)", key: key)
                #expect(try verified.problems.map(\.path) == ["head"])
            }
        }
    }

    @Test("Is verified against a head that was noted, and a head that never was breaks it")
    func verification() async throws {
        let (bench, key) = try await bench()
        try await bench.run { client in
            let verified = try await client.send(.get, "/admin/audit/verification", key: key)
            #expect(try verified.value("data.isIntact") == true)
            #expect(try verified.value("data.count") == 5)
            guard case .string(let head)? = try verified.value("data.head") else { throw NoPage() }
            let rows = try await client.send(.get, "/admin/audit?limit=1", key: key)
            #expect(try rows.value("data.items.0.hash") == .string(String(head.dropFirst("5:".count))))
            let again = try await client.send(.get, "/admin/audit/verification?head=\(head)", key: key)
            #expect(try again.value("data.isIntact") == true)
            let absent = String(repeating: "0", count: 64)
            for (other, row) in [("5:" + absent, 5), ("9" + head.dropFirst(), 6)] {
                let broken = try await client.send(.get, "/admin/audit/verification?head=\(other)", key: key)
                #expect(broken.status == 200)
                #expect(try broken.value("data.isIntact") == false)
                #expect(try broken.value("data.brokenAt") == .integer(row))
            }
        }
    }

    @Test("Is shown to no tenant's key, not even what concerns that tenant")
    func isolation() async throws {
        let (bench, _) = try await bench()
        let key = try await bench.key(Bench.alice, scopes: [.admin])
        try await bench.run { client in
            var refusals: Set<String> = []
            for path in ["/admin/audit", "/admin/audit?tenant=alice", "/admin/audit/verification"] {
                let reply = try await client.send(.get, path, key: key)
                #expect(reply.status == 403)
                refusals.insert(reply.text)
                #expect(try await client.send(.get, path).status == 401)
            }
            #expect(refusals.count == 1)
        }
    }
}
