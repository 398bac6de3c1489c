internal import Foundation
internal import OutpostAPI
internal import Testing

extension ServerOverMinutesTests {
    // A secret is refreshed once a minute at most, and this one waits for that.
    @Suite("Secrets that a running server refreshes", .timeLimit(.minutes(20)))
    struct RefreshTests {
        private static let names = [TrialAgent.secretName, "FAILS", "IS_REFUSED", "IS_EMPTY"]
        private static let request: [String: JSONValue] = ["additionalSecrets": [.string(TrialAgent.secretName)]]

        /// A secret whose value a command takes from a file that the test writes.
        private struct Source {
            let name: String
            let path: String

            init(_ name: String, _ bench: ServerBench) {
                self.name = name
                path = bench.path + "/source-" + name
            }

            func write(_ value: String) throws { try Data(value.utf8).write(to: URL(fileURLWithPath: path)) }

            /// Sets it to what the file holds, and has it refreshed each minute.
            func set(_ value: String, _ bench: ServerBench) async throws {
                try write(value)
                try await bench.outpost(
                    "secrets",
                    "set",
                    name,
                    "--tenant",
                    "acme",
                    "--from-command",
                    "cat '\(path)'",
                    "--every",
                    "1m",
                    "--check",
                    "grep -q '^good-'"
                )
            }
        }

        @Test(
            "get new values for what comes, and what runs keeps its own; one that fails or is refused stays, and is told of"
        )
        func refresh() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                let sources = Self.names.map { Source($0, bench) }
                let (old, new, bad) = (Self.value("good"), Self.value("good"), Self.value("bad"))
                try await bench.serve { server in
                    let client = server.client(key)
                    for source in sources { try await source.set(old, bench) }
                    let first = try await client.dispatch("digest 100 seconds apart", Self.request)
                    try await client.digest(of: first)
                    try sources[0].write(new)
                    try FileManager.default.removeItem(atPath: sources[1].path)
                    try sources[2].write(bad)
                    try sources[3].write("")

                    // They take their turns in the order in which they were set, so that the others are done by then.
                    try await server.hasLogged("name=IS_EMPTY")
                    #expect(try await client.get(first)["status"].text == "running")
                    #expect(try await Self.versions(bench) == [2, 1, 1, 1])
                    let list = try await bench.outpost("secrets", "list", "--tenant", "acme")
                    let alerts = try await client.call("GET", "/health/fleet").data["alerts"].elements.map(\.text)
                    for (name, problem) in [("FAILS", "the command failed"), ("IS_REFUSED", "the check failed")] {
                        let row = try #require(list.split(separator: "\n").first { $0.hasPrefix(name) })
                        #expect(row.contains(problem))
                        let alert = "the secret \(name) was not refreshed: \(problem)"
                        #expect(alerts.contains { $0?.hasPrefix(alert) == true }, "\(alerts)")
                        #expect(server.log.contains("name=\(name) reason=\(problem)"), "\(server.log)")
                    }

                    let second = try await client.dispatch("digest 0 seconds apart", Self.request)
                    try await client.check(second, holds: new, not: [old, new])
                    try await client.check(first, holds: old, not: [old, new])
                    for value in [old, new, bad] { #expect(!(list + server.log).contains(value)) }
                }
            }
        }

        private static func value(_ kind: String) -> String { "\(kind)-\(UUID().uuidString)" }

        /// How many versions each secret has.
        private static func versions(_ bench: ServerBench) async throws -> [Int] {
            var versions: [Int] = []
            for name in names {
                let numbers = try await bench.outpost("secrets", "versions", name, "--tenant", "acme", "-q")
                versions.append(numbers.split(separator: "\n").count)
            }
            return versions
        }
    }
}
