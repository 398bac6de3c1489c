internal import Foundation
internal import OutpostAPI
internal import TestSupport
internal import Testing

extension ServerTests {
    // The first one may build the agent's image.
    @Suite("An egress policy", .timeLimit(.minutes(15)))
    struct EgressPolicyTests {
        /// A server with two tenants, and a host on this machine's loopback.
        private struct Site {
            let bench: ServerBench
            let server: RunningServer
            let acme: APIClient
            let globex: APIClient
            let host: RawServer

            var target: String { String(host.url.dropFirst("http://".count)) }

            static func with(_ body: (Site) async throws -> Void) async throws {
                try await RawServer.withServer(.tcp, answer: { _ in .json("{}") }) { host in
                    try await ServerBench.with { bench in
                        let keys = (try await bench.tenant("acme"), try await bench.tenant("globex"))
                        try await bench.serve { server in
                            let (acme, globex) = (server.client(keys.0), server.client(keys.1))
                            let site = Site(bench: bench, server: server, acme: acme, globex: globex, host: host)
                            try await body(site)
                        }
                    }
                }
            }

            /// What a dispatch that asks for URLs was answered by its door, and what is told of it.
            func ask(
                _ client: APIClient,
                _ urls: [String],
                _ fields: [String: JSONValue] = [:]
            ) async throws -> (statuses: [String], state: JSONValue) {
                let id = try await client.dispatch("fetch 0 " + urls.joined(separator: " "), fields)
                let state = try await client.ended(id)
                let lines = try await client.lines(id)
                let statuses = urls.map { url in
                    lines.first { $0.hasPrefix("fetched ") && $0.hasSuffix(" " + url) }
                        .map { String($0.split(separator: " ")[1]) } ?? "none"
                }
                return (statuses, state)
            }

            /// Whether the host is reached by a dispatch.
            func isReached(by client: APIClient, _ fields: [String: JSONValue] = [:]) async throws -> Bool {
                let before = host.requests.count
                let (statuses, state) = try await ask(client, [host.url + "/"], fields)
                // Where nothing is open the agent has no proxy that it could ask, and no network.
                #expect(["200", "403", "000"].contains(statuses[0]), "\(state)")
                let isReached = statuses == ["200"]
                #expect(host.requests.count == before + (isReached ? 1 : 0))
                return isReached
            }
        }

        @Test("said to a running server holds for what starts afterwards, for that tenant, and names what opens a host")
        func opening() async throws {
            try await Site.with { site in
                let first = try await site.ask(site.acme, [site.host.url + "/", "http://169.254.169.254/latest"])
                #expect(first.statuses == ["403", "403"], "\(first.state)")
                let hosts = first.state["egress"]["hosts"].elements
                #expect(hosts.map { $0["host"].text } == [site.target, "169.254.169.254:80"])
                #expect(hosts.map { $0["refused"].number } == [1, 1])
                // What nobody can open is told without a command.
                #expect(hosts[1]["allowWith"] == .null, "\(hosts)")
                let command = try #require(hosts[0]["allowWith"].text)
                let words = command.split(separator: " ").map(String.init)
                #expect(words.first == "outpost")
                try await Shell.run(OutpostBinary.path, words.dropFirst() + ["--data-dir", site.bench.data])
                #expect(try await site.isReached(by: site.acme), "\(command)")
                #expect(try await !site.isReached(by: site.globex))
                let shown = try await site.bench.outpost("egress", "show", "--tenant", "acme", "--json")
                #expect(shown.contains(site.target))
            }
        }

        @Test("closes what is denied, or everything, and a request may only narrow it")
        func closing() async throws {
            try await Site.with { site in
                let (bench, target) = (site.bench, site.target)
                try await bench.outpost("egress", "allow", "--private", target)
                #expect(try await site.isReached(by: site.acme))
                #expect(try await !site.isReached(by: site.acme, ["egress": "none"]))
                try await bench.outpost("egress", "deny", target, "--tenant", "acme")
                #expect(try await !site.isReached(by: site.acme))
                #expect(try await site.isReached(by: site.globex))
                try await bench.outpost("egress", "forget", target, "--tenant", "acme")
                #expect(try await site.isReached(by: site.acme))
                try await bench.outpost("egress", "mode", "none", "--tenant", "acme")
                #expect(try await !site.isReached(by: site.acme))
                #expect(try await site.isReached(by: site.globex))
                let wider = try await site.acme.post("fetch 0 \(site.host.url)/", ["egress": "internet"])
                #expect(wider.status == 400, "\(wider.text)")
                try await bench.outpost("egress", "mode", "inherit", "--tenant", "acme")
                #expect(try await site.isReached(by: site.acme))
                let changes = try await bench.outpost("audit", "list", "--tenant", "acme", "--json")
                #expect(changes.components(separatedBy: "\"egress.change\"").count == 5, "\(changes)")
            }
        }
    }
}
