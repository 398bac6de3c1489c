internal import Foundation
internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("Secrets over HTTP")
struct SecretTests {
    private static let owned = "/admin/tenants/alice/secrets/NPM_TOKEN"

    @Test("A value goes in and comes out of no answer")
    func writeOnly() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        try await bench.run { client in
            for path in [Self.owned, "/admin/secrets/NPM_TOKEN"] {
                let list = path.replacing("/NPM_TOKEN", with: "")
                let set = try await client.send(.put, path, key: key, body: #"{"value":"hidden-value","x":1}"#)
                #expect(set.status == 200)
                #expect(try set.value("data.secret.version") == 1)
                #expect(try set.value("meta.warnings.0") == "unknown field 'x' ignored")
                let again = try await client.send(.put, path, key: key, body: #"{"value":"hidden-value-2"}"#)
                let one = try await client.send(.get, path, key: key)
                #expect(try one.value("data.secret.versions.1.version") == 1)
                let all = try await client.send(.get, list, key: key)
                #expect(try all.value("data.items.0.name") == "NPM_TOKEN")
                #expect(try all.value("data.items.0.version") == 2)
                let removed = try await client.send(.delete, path, key: key)
                for reply in [set, again, one, all, removed] {
                    #expect(reply.status == 200)
                    #expect(!reply.text.contains("hidden-value"))
                }
                #expect(try await client.send(.get, path, key: key).status == 404)
                #expect(try await client.send(.delete, path, key: key).status == 404)
            }
        }
        let actions = bench.sealed.audit.map(\.action)
        #expect(actions == ["secret.set", "secret.set", "secret.remove", "secret.set", "secret.set", "secret.remove"])
        #expect(bench.sealed.audit.allSatisfy { $0.actor != AdminService.commandLineActor })
        #expect(
            bench.sealed.audit.map(\.tenant) == Array(repeating: Bench.alice, count: 3) + [
                "shared", "shared", "shared",
            ]
        )
    }

    @Test("A tenant's git credential goes in and comes out of no answer")
    func gitCredentials() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        try await bench.run { client in
            let list = "/admin/tenants/alice/git-credentials"
            let path = list + "/Git.Test%3A8443"
            let body = #"{"username":"hidden-bot","token":"hidden-token"}"#
            let set = try await client.send(.put, path, key: key, body: body)
            #expect(try set.value("data.gitCredential.host") == "git.test:8443")
            let all = try await client.send(.get, list, key: key)
            #expect(try all.value("data.items.0.host") == "git.test:8443")
            let removed = try await client.send(.delete, path, key: key)
            for reply in [set, all, removed] {
                #expect(reply.status == 200)
                #expect(!reply.text.contains("hidden"))
            }
            #expect(try await client.send(.delete, path, key: key).status == 404)
            #expect(try await client.send(.get, "/admin/tenants/alice/secrets", key: key).value("data.items") == [])
        }
    }

    @Test("A key for ssh goes in beside a host's token, is listed as ssh, and comes out nowhere")
    func secureShellKey() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        let cipher = [0, 0, 0, 4] + Array("none".utf8)
        let block = Data(Array("openssh-key-v1\u{0}".utf8) + cipher + Array(repeating: 7, count: 40))
            .base64EncodedString()
        let mark = "OPENSSH PRIVATE " + "KEY-----"
        let given = "-----BEGIN \(mark)\\n\(block)\\n-----END \(mark)\\n"
        try await bench.run { client in
            let path = "/admin/tenants/alice/git-credentials/"
            let body = #"{"sshKey":"\#(given)","knownHosts":"git.test ssh-ed25519 AAAA\n"}"#
            let set = try await client.send(.put, path + "git.test", key: key, body: body)
            #expect(set.status == 200, "\(set.text)")
            #expect(try set.value("data.gitCredential.host") == "ssh://git.test")
            let token = try await client.send(.put, path + "git.test", key: key, body: #"{"token":"t"}"#)
            #expect(try token.value("data.gitCredential.host") == "git.test")
            let all = try await client.send(.get, String(path.dropLast()), key: key)
            let removed = try await client.send(.delete, path + "ssh%3A%2F%2Fgit.test", key: key)
            #expect(removed.status == 200, "\(removed.text)")
            for reply in [set, all, removed] { #expect(!reply.text.contains(block)) }
            _ = try await client.send(.put, path + "git.test", key: key, body: body)
            for listed in ["git.test", "ssh://git.test"] {
                let next = try await client.send(.delete, path + "git.test", key: key)
                #expect(try next.value("data.gitCredential.host") == JSONValue.string(listed), "\(next.text)")
            }
            #expect(try await client.send(.delete, path + "git.test", key: key).status == 404)
            for wrong in [
                "{}", #"{"token":"t","sshKey":"\#(given)"}"#, #"{"sshKey":"hidden"}"#, #"{"knownHosts":"a b c"}"#,
                #"{"sshKey":"\#(given)","knownHosts":"other.test ssh-ed25519 AAAA\n"}"#,
                #"{"sshKey":"\#(given)","username":"bot"}"#, #"{"sshKey":"\#(given)","knownHosts":"hidden"}"#,
            ] {
                let reply = try await client.send(.put, path + "git.test", key: key, body: wrong)
                #expect(reply.status == 400, "\(wrong)")
                #expect(!reply.text.contains("hidden"))
                #expect(!reply.text.contains(block))
            }
        }
    }

    @Test("No tenant's key may do any of it, whoever's secret it is, and every refusal is the same")
    func isolation() async throws {
        let bench = try await Bench()
        let admin = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        let key = try await bench.key(Bench.bob, scopes: [.admin])
        try await bench.run { client in
            let set = try await client.send(.put, Self.owned, key: admin, body: #"{"value":"v"}"#)
            #expect(set.status == 200)
            var refusals: Set<String> = []
            for name in ["NPM_TOKEN", "ABSENT"] {
                for tenant in ["/tenants/alice", "/tenants/bob", "/tenants/nobody", ""] {
                    let path = "/admin\(tenant)/secrets/\(name)"
                    for method in [HTTPRequest.Method.get, .put, .delete] {
                        let body = method == .put ? #"{"value":"v"}"# : nil
                        let reply = try await client.send(method, path, key: key, body: body)
                        #expect(reply.status == 403)
                        refusals.insert(reply.text)
                        #expect(try await client.send(method, path, body: body).status == 401)
                    }
                }
            }
            #expect(refusals.count == 1)
            #expect(try await client.send(.get, Self.owned, key: admin).value("data.secret.version") == 1)
        }
    }

    @Test(
        "What cannot be stored is told field by field, without the value",
        arguments: [
            ("/admin/secrets/NPM_TOKEN", "{}", ["value"]), ("/admin/secrets/NPM_TOKEN", #"{"value":""}"#, ["value"]),
            ("/admin/secrets/NPM_TOKEN", #"{"value":7}"#, ["value"]),
            ("/admin/secrets/PATH", #"{"value":"hidden"}"#, ["name"]),
            ("/admin/secrets/OUTPOST_X", #"{"value":"hidden"}"#, ["name"]),
            ("/admin/secrets/1-x", #"{"value":"hid\u0000den"}"#, ["value"]),
            (
                "/admin/tenants/alice/git-credentials/a%20b", #"{"token":"hidden\n","username":"a:b"}"#,
                ["host", "username", "token"]
            ),
        ]
    )
    func problems(path: String, body: String, fields: [String]) async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        try await bench.run { client in
            let reply = try await client.send(.put, path, key: key, body: body)
            #expect(reply.status == 400)
            #expect(try reply.problems.map(\.path) == fields)
            #expect(!reply.text.contains("hidden"))
        }
    }

    @Test("A value is bounded in bytes, and a tenant has to exist")
    func bounds() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        try await bench.run { client in
            for (count, status) in [(65_536, 200), (65_537, 400)] {
                let body = #"{"value":"\#(String(repeating: "x", count: count))"}"#
                let reply = try await client.send(.put, Self.owned, key: key, body: body)
                #expect(reply.status == status)
            }
            let absent = "/admin/tenants/nobody/secrets"
            #expect(try await client.send(.put, absent + "/X", key: key, body: #"{"value":"v"}"#).status == 404)
            #expect(try await client.send(.get, absent, key: key).status == 404)
        }
    }
}
