internal import Foundation
internal import Testing

extension ServerTests {
    @Suite("Logging in to a server", .timeLimit(.minutes(15)))
    struct LoginTests {
        @Test("keeps a good key where its owner alone reads it, and shows it nowhere; logging out forgets it")
        func login() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                try await bench.serve { server in
                    var client = ClientCommand(bench, url: "", key: "")
                    client.variables = ["OUTPOST_DATA_DIR": bench.path + "/none"]
                    let wrong = try await client.attempt("login", server.url, input: "otp_wrong\n")
                    #expect(wrong.code == 15, "\(wrong.errors)")
                    #expect(wrong.errors.contains("Invalid API key"))
                    let file = bench.path + "/config/outpost/profiles.json"
                    #expect(!FileManager.default.fileExists(atPath: file))

                    let good = try await client.attempt("login", server.url, "--profile", "acme", input: key + "\n")
                    #expect(good.code == 0, "\(good.errors)")
                    #expect(!(good.output + good.errors).contains(key))
                    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? NSNumber
                    #expect(mode?.intValue == 0o600)
                    let list = try await client.run("login", "--list")
                    #expect(list.contains(server.url) && list.contains("acme") && !list.contains(key))
                    #expect(try await client.run("ps", "--all", "-q") == "")
                    #expect(try await client.run("version").contains("server  "))

                    try await client.run("logout", "--profile", "acme")
                    #expect(try !String(contentsOfFile: file, encoding: .utf8).contains(key))
                    #expect(try await client.attempt("ps").code == 14)
                }
            }
        }

        @Test("a wrong key, an unknown id, a bad request and a server that is away have words and a status each")
        func refusals() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                var address = ""
                try await bench.serve { server in
                    address = server.url
                    let stranger = ClientCommand(bench, url: server.url, key: "otp_wrong")
                    let wrong = try await stranger.attempt("ps")
                    #expect(wrong.code == 15)
                    #expect(wrong.errors.contains("does not take the key") && wrong.errors.contains("outpost login"))
                    let create = [
                        "keys", "create", "--tenant", "acme", "--scopes", "status", "-q", "--data-dir", bench.data,
                    ]
                    let narrow = try await Shell.run(OutpostBinary.path, create)
                    let less = try await ClientCommand(bench, url: server.url, key: narrow).attempt("ps")
                    #expect(less.code == 15)
                    #expect(less.errors.contains("Missing required scope: list"), "\(less.errors)")

                    let client = ClientCommand(bench, url: server.url, key: key)
                    let id = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
                    for command in ["show", "logs", "diff", "wait", "cancel", "apply"] {
                        let unknown = try await client.attempt(command, id)
                        #expect(unknown.code == 15, "\(command): \(unknown.errors)")
                        #expect(unknown.errors.contains(id), "\(command): \(unknown.errors)")
                    }
                    #expect(try await client.attempt("show", "@last").code == 15)
                    #expect(try await client.attempt("dispatch", "nobody", "say hello to everyone").code == 5)
                    #expect(try await client.attempt("dispatch", bench.agent.name, "short").code == 7)
                    #expect(
                        try await client.attempt("dispatch", bench.agent.name, "a folder of mine", "--repo", ".").code
                            == 8
                    )
                    #expect(try await client.attempt("dispatch", bench.agent.name).code == 7)
                    let misspelt = try await client.attempt("artifacts", "gte")
                    #expect(misspelt.code == 2)
                    #expect(misspelt.errors.contains("did you mean 'get'?"), "\(misspelt.errors)")
                    let unset = try await client.attempt("ps", "--profile", "none")
                    #expect(unset.code == 2)
                }
                let away = try await ClientCommand(bench, url: address, key: key).attempt("wait", "@last")
                #expect(away.code == 14)
                #expect(away.errors.contains("no server answers at \(address)"), "\(away.errors)")
            }
        }
    }
}
