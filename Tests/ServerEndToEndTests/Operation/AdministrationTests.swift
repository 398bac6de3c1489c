internal import Foundation
internal import OutpostAPI
internal import Testing

extension ServerTests {
    @Suite("Administration", .timeLimit(.minutes(15)))
    struct AdministrationTests {
        @Test("goes through the socket while the server runs, which its owner alone may use")
        func socket() async throws {
            try await ServerBench.with { bench in
                // What a killed server leaves.
                try await Shell.run("mkdir", ["-m", "700", "-p", bench.data])
                let bind = "import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])"
                try await Shell.run("python3", ["-c", bind, bench.data + "/admin.sock"])
                try await bench.serve { server in
                    // The port is open before the socket is; what answers through the socket comes after both.
                    let key = try await bench.tenant("acme")
                    let attributes = try FileManager.default.attributesOfItem(atPath: bench.data + "/admin.sock")
                    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
                    #expect(try await bench.outpost("tenants", "list").contains("acme"))
                    #expect(try await bench.outpost("keys", "list", "--tenant", "acme").contains(key.prefix(8)))
                    #expect(try await server.client(key).call("GET", "/dispatch").status == 200)
                    #expect(server.log.contains("/admin/tenants"))
                }
                #expect(try await bench.outpost("tenants", "list").contains("acme"))
            }
        }

        @Test("goes over HTTP with an admin key of the operator's tenant, and with no other")
        func http() async throws {
            try await ServerBench.with { bench in
                let foreign = try await bench.tenant("acme")
                let create = ["keys", "create", "--tenant", "operator", "--scopes", "admin", "-q"]
                let key = try await Shell.run(OutpostBinary.path, create + ["--data-dir", bench.data])
                try await bench.serve { server in
                    let (client, stranger) = (server.client(key), server.client(foreign))
                    for path in ["/admin/tenants", "/admin/keys"] {
                        #expect(try await stranger.call("GET", path).status == 403)
                        #expect(try await server.client(nil).call("GET", path).status == 401)
                    }
                    let made = try await client.call("POST", "/admin/tenants", ["name": "new", "tier": "starter"])
                    #expect(made.status == 201)
                    let limits: JSONValue = ["limits": ["requestsPerMinute": 7]]
                    let changed = try await client.call("PATCH", "/admin/tenants/new", limits)
                    #expect(changed.data["tenant"]["limits"]["requestsPerMinute"].number == 7)
                    let keyed = try await client.call("POST", "/admin/keys", ["tenant": "new"])
                    #expect(keyed.status == 201)
                    let secret = try #require(keyed.data["secret"].text, "\(keyed.text)")
                    #expect(try await server.client(secret).post("say hello to everyone").status == 201)
                    let id = try #require(keyed.data["key"]["id"].text)
                    #expect(try await client.call("DELETE", "/admin/keys/\(id)").status == 200)
                    #expect(try await server.client(secret).call("GET", "/dispatch").status == 401)
                    #expect(!server.log.contains(secret))
                }
            }
        }

        @Test("of one data directory by two servers is refused, and so is a directory too deep for a socket")
        func directory() async throws {
            try await ServerBench.with { bench in
                try await bench.serve { _ in
                    let serve = ["serve", "--port", "0", "--agents-dir", bench.agents, "--data-dir"]
                    let second = try await Shell.attempt(OutpostBinary.path, serve + [bench.data])
                    #expect(second.code == 12, "\(second.errors)")
                    #expect(second.errors.contains("another Outpost works in"))
                    let deep = bench.path + "/" + String(repeating: "deep/", count: 20) + "data"
                    let refused = try await Shell.attempt(OutpostBinary.path, serve + [deep])
                    #expect(refused.code == 2, "\(refused.errors)")
                    #expect(refused.errors.contains("too long for the unix sockets"))
                }
            }
        }
    }
}
