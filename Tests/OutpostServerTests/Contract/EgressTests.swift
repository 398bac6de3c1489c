internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("The egress policy over HTTP")
struct EgressTests {
    private static let owned = "/admin/tenants/alice/egress"

    @Test("What is said for a tenant comes before what is said for all, and each change is on record")
    func layers() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        try await bench.run { client in
            let fresh = try await client.send(.get, Self.owned, key: key)
            #expect(try fresh.value("data.egress.mode") == "policy")
            #expect(try fresh.value("data.egress.presets") == ["python"])
            let shared = #"{"mode":"none","allow":["A.test:443","*.b.test:443"],"enable":["forge"]}"#
            #expect(try await client.send(.patch, "/admin/egress", key: key, body: shared).status == 200)
            let own =
                #"{"mode":"learn","deny":["a.test:443"],"allowPrivate":["git.lan:3000"],"disable":["python"],"x":1}"#
            let changed = try await client.send(.patch, Self.owned, key: key, body: own)
            #expect(try changed.value("meta.warnings.0") == "unknown field 'x' ignored")
            let policy = try await client.send(.get, Self.owned, key: key)
            #expect(try policy.value("data.egress.mode") == "learn")
            #expect(try policy.value("data.egress.presets") == ["forge"])
            #expect(try policy.value("data.egress.allow") == ["*.b.test:443"])
            #expect(try policy.value("data.egress.deny") == ["a.test:443"])
            #expect(try policy.value("data.egress.allowPrivate") == ["git.lan:3000"])
            let back = #"{"mode":"inherit","forget":["a.test:443","python"]}"#
            let inherited = try await client.send(.patch, Self.owned, key: key, body: back)
            #expect(try inherited.value("data.egress.mode") == "none")
            #expect(try inherited.value("data.egress.allow") == ["*.b.test:443", "a.test:443"])
            #expect(try inherited.value("data.egress.presets") == ["forge", "python"])
            let others = try await client.send(.get, "/admin/tenants/bob/egress", key: key)
            #expect(try others.value("data.egress.allowPrivate") == [])
        }
        #expect(bench.egress.audit.map(\.action) == ["egress.change", "egress.change", "egress.change"])
        #expect(bench.egress.audit.map(\.tenant) == ["shared", Bench.alice, Bench.alice])
        #expect(bench.egress.audit[1].resource.contains("allow private git.lan:3000"))
    }

    @Test(
        "What is no policy is refused, and nothing of it is taken",
        arguments: [
            (#"{"mode":"open"}"#, "mode"), (#"{"allow":["a.test:443","a.test"]}"#, "allow"),
            (#"{"allow":["*.test:443"]}"#, "allow"), (#"{"allow":["*:443"]}"#, "allow"),
            (#"{"allowPrivate":["*.b.test:443"]}"#, "allowPrivate"), (#"{"enable":["forge","nothing"]}"#, "enable"),
            (#"{"deny":"a.test:443"}"#, "deny"), (#"{"allow":["user@a.test:443"]}"#, "allow"),
        ]
    )
    func refusals(body: String, field: String) async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        try await bench.run { client in
            let reply = try await client.send(.patch, "/admin/egress", key: key, body: body)
            #expect(reply.status == 400)
            #expect(reply.text.contains("\"\(field)\""))
            let policy = try await client.send(.get, "/admin/egress", key: key)
            #expect(try policy.value("data.egress.allow") == [])
        }
        #expect(bench.egress.audit.isEmpty)
    }

    @Test("No tenant's key reads or changes a policy, its own neither")
    func isolation() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.alice, scopes: [.admin])
        try await bench.run { client in
            for path in ["/admin/egress", Self.owned, "/admin/egress/presets"] {
                #expect(try await client.send(.get, path, key: key).status == 403)
            }
            for path in ["/admin/egress", Self.owned] {
                let reply = try await client.send(.patch, path, key: key, body: #"{"mode":"internet"}"#)
                #expect(reply.status == 403)
            }
        }
        #expect(bench.egress.audit.isEmpty)
    }

    @Test("Presets are listed with their hosts; a policy of nobody is 404")
    func presets() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        try await bench.run { client in
            let list = try await client.send(.get, "/admin/egress/presets", key: key)
            #expect(try list.value("data.items.0.name") == "forge")
            #expect(try list.value("data.items.1.hosts") == ["pypi.test:443"])
            #expect(try list.value("data.items.1.default") == true)
            #expect(try await client.send(.get, "/admin/tenants/nobody/egress", key: key).status == 404)
        }
    }
}
