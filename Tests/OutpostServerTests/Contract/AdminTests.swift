internal import Foundation
internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("Administration")
struct AdminTests {
    @Test("A tenant is made, found by name and id, changed and listed, each with its audit row")
    func tenants() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        try await bench.run { client in
            let body = #"{"name":"carol & co","tier":"free","colour":"red"}"#
            let made = try await client.send(.post, "/admin/tenants", key: key, body: body)
            #expect(made.status == 201)
            #expect(try made.value("meta.warnings.0") == "unknown field 'colour' ignored")
            #expect(try made.value("data.tenant.limits.concurrent") == 1)
            guard case .string(let id)? = try made.value("data.tenant.id") else { throw Unexpected() }
            for path in ["/admin/tenants/\(id)", "/admin/tenants/carol%20%26%20co"] {
                #expect(try await client.send(.get, path, key: key).value("data.tenant.name") == "carol & co")
            }
            let change = #"{"status":"suspended","limits":{"concurrent":2},"runtime":"runsc"}"#
            let changed = try await client.send(.patch, "/admin/tenants/\(id)", key: key, body: change)
            #expect(try changed.value("data.tenant.status") == "suspended")
            #expect(try changed.value("data.tenant.limits.concurrent") == 2)
            #expect(try changed.value("data.tenant.runtime") == "runsc")
            let bad = try await client.send(.patch, "/admin/tenants/\(id)", key: key, body: #"{"runtime":"a b"}"#)
            #expect(try bad.problems.map(\.path) == ["runtime"])
            let list = try await client.send(.get, "/admin/tenants", key: key)
            #expect(try list.value("data.items.3.name") == "operator")
        }
        #expect(bench.identities.entries.map(\.action) == ["tenant.create", "tenant.suspend"])
        #expect(bench.identities.entries.allSatisfy { $0.actor != AdminService.commandLineActor })
    }

    @Test("A key works from the moment it is shown until it is revoked")
    func keys() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        try await bench.run { client in
            let body = #"{"tenant":"alice","name":"ci","scopes":["list"],"expiresAt":"2026-01-02T00:00:00Z"}"#
            let made = try await client.send(.post, "/admin/keys", key: key, body: body)
            #expect(made.status == 201)
            guard case .string(let secret)? = try made.value("data.secret"),
                case .string(let prefix)? = try made.value("data.key.prefix"),
                case .string(let id)? = try made.value("data.key.id")
            else { throw Unexpected() }
            #expect(secret.hasPrefix(prefix))
            #expect(try made.value("data.key.scopes") == ["list"])
            #expect(try await client.send(.get, "/dispatch", key: secret).status == 200)
            let list = try await client.send(.get, "/admin/keys?tenant=alice", key: key)
            #expect(try list.value("data.items.0.name") == "ci")
            #expect(!list.text.contains(secret))
            let revoked = try await client.send(.delete, "/admin/keys/\(id)", key: key)
            #expect(try revoked.value("data.key.status") == "revoked")
            #expect(try await client.send(.get, "/dispatch", key: secret).status == 401)
        }
    }

    @Test(
        "What is wrong is told field by field",
        arguments: [
            ("/admin/tenants", #"{"tier":1}"#, ["name", "tier"]),
            ("/admin/tenants", #"{"name":"","tier":"gold"}"#, ["name", "tier"]),
            ("/admin/keys", #"{"name":1,"scopes":"x","expiresAt":"soon"}"#, ["tenant", "name", "scopes", "expiresAt"]),
            (
                "/admin/keys", #"{"tenant":"alice","scopes":["fly"],"expiresAt":"2020-01-01T00:00:00Z"}"#,
                ["scopes.0", "expiresAt"]
            ),
        ]
    )
    func problems(path: String, body: String, fields: [String]) async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        try await bench.run { client in
            let reply = try await client.send(.post, path, key: key, body: body)
            #expect(reply.status == 400)
            #expect(try reply.problems.map(\.path) == fields)
        }
    }

    @Test("What does not exist is 404, what exists already 409")
    func conflicts() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        try await bench.run { client in
            #expect(try await client.send(.get, "/admin/tenants/nobody", key: key).status == 404)
            #expect(try await client.send(.get, "/admin/keys?tenant=nobody", key: key).status == 404)
            #expect(try await client.send(.delete, "/admin/keys/otp_none", key: key).status == 404)
            let reply = try await client.send(.post, "/admin/tenants", key: key, body: #"{"name":"alice"}"#)
            #expect(reply.status == 409)
            #expect(try reply.value("error.code") == "CONFLICT")
        }
    }

    @Test("Everything that is wrong with a change is told at once")
    func allProblems() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        try await bench.run { client in
            let body = #"{"status":"asleep","tier":7,"limits":{"concurrent":"x","weight":0}}"#
            let reply = try await client.send(.patch, "/admin/tenants/alice", key: key, body: body)
            #expect(try reply.problems.map(\.path) == ["tier", "limits.concurrent", "status", "limits.weight"])
        }
    }

    @Test("No tenant may be called like another's id")
    func nameOfAnID() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        try await bench.run { client async throws in
            let body = #"{"name":"\#(Bench.alice)"}"#
            #expect(try await client.send(.post, "/admin/tenants", key: key, body: body).status == 409)
        }
    }

    @Test("The bounds of limits in the document are those that are enforced")
    func bounds() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        try await bench.run { client in
            let document = try await client.send(.get, "/openapi.json")
            guard
                case .object(let fields)? = try document.value("components.schemas.LimitsChange.properties")
            else { throw Unexpected() }
            #expect(fields.count == 11)
            for (name, schema) in fields {
                guard case .object(let rules) = schema, case .integer(let least)? = rules["minimum"],
                    case .integer(let most)? = rules["maximum"]
                else { throw Unexpected() }
                for (value, status) in [(least, 200), (least - 1, 400), (most, 200), (most + 1, 400)] {
                    let body = #"{"limits":{"\#(name)":\#(value)}}"#
                    let reply = try await client.send(.patch, "/admin/tenants/alice", key: key, body: body)
                    #expect(reply.status == status, "\(name) \(value)")
                }
            }
        }
    }
}
