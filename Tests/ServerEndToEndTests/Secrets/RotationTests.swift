internal import Foundation
internal import OutpostAPI
internal import Subprocess
internal import Testing

extension ServerTests {
    // The first one may build the agent's image.
    @Suite("Rotation under a running server", .timeLimit(.minutes(15)))
    struct RotationTests {
        private static let name = TrialAgent.secretName
        private static let request: [String: JSONValue] = ["additionalSecrets": [.string(name)]]

        @Test("of a secret leaves what runs its value, gives what comes the new one, and both stay out of the log")
        func secret() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                let (old, new) = (Self.value(), Self.value())
                try await bench.serve { server in
                    let client = server.client(key)
                    try await bench.store(Self.name, old, "--tenant", "acme")
                    let first = try await client.dispatch("digest 5 seconds apart", Self.request)
                    try await client.digest(of: first)
                    try await bench.store(Self.name, new, "--tenant", "acme", verb: "rotate")
                    let second = try await client.dispatch("digest 0 seconds apart", Self.request)
                    try await client.check(second, holds: new, not: [old, new])
                    try await client.check(first, holds: old, not: [old, new])
                    let versions = try await bench.outpost("secrets", "versions", Self.name, "--tenant", "acme")
                    #expect(versions.contains("2"))
                    for text in [versions, server.log] { #expect(![old, new].contains { text.contains($0) }) }
                }
            }
        }

        @Test("of a secret keeps the old value out of the log also when the server is killed before it is printed")
        func killed() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                let (old, new) = (Self.value(), Self.value())
                var id = ""
                try await bench.serve { server in
                    let client = server.client(key)
                    try await bench.store(Self.name, old, "--tenant", "acme")
                    id = try await client.dispatch("digest 12 seconds apart", Self.request)
                    try await client.digest(of: id)
                    try await bench.store(Self.name, new, "--tenant", "acme", verb: "rotate")
                    try server.send(.kill)
                }
                try await bench.serve { server in
                    try await server.client(key).check(id, holds: old, not: [old, new])
                    try await bench.noContainerIsLeft()
                }
                let copies = try await Shell.attempt("grep", ["-raF", "-e", old, "-e", new, "--", bench.data])
                #expect(copies.code == 1, "\(copies.output)")
            }
        }

        @Test("of the master key goes on under dispatches, which find their secrets before, meanwhile and afterwards")
        func rewrap() async throws {
            try await ServerBench.with { bench in
                let names = ["acme", "globex", "initech"]
                var tenants: [(key: String, value: String)] = []
                for name in names {
                    tenants.append((try await bench.tenant(name), Self.value()))
                    try await bench.store(Self.name, tenants[tenants.count - 1].value, "--tenant", name)
                    for number in 0..<20 { try await bench.store("OTHER_\(number)", Self.value(), "--tenant", name) }
                }
                let before = try Self.masterKey(bench)
                try await bench.serve { server in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for (key, value) in tenants {
                            group.addTask {
                                for _ in 0..<3 {
                                    let id = try await server.client(key).dispatch("digest 0 apart", Self.request)
                                    try await server.client(key).check(id, holds: value, not: [value])
                                }
                            }
                        }
                        for _ in 0..<3 { try await bench.outpost("secrets", "rewrap") }
                        try await group.waitForAll()
                    }
                }
                #expect(try Self.masterKey(bench) != before)
                // The new key alone opens everything at the next start.
                try await bench.serve { server in
                    for (key, value) in tenants {
                        let id = try await server.client(key).dispatch("digest 0 apart", Self.request)
                        try await server.client(key).check(id, holds: value, not: [value])
                    }
                    #expect(try await bench.outpost("audit", "list", "--json").contains("vault.rewrap"))
                    #expect(try await bench.outpost("audit", "verify").contains("intact"))
                }
            }
        }

        @Test("of an API key lets both work, and ends the old one and its event streams when the overlap is over")
        func key() async throws {
            try await ServerBench.with { bench in
                let old = try await bench.tenant("acme")
                try await bench.serve { server in
                    let endless = try await server.client(old).dispatch("wait 600 seconds")
                    var reader = try await server.client(old).events(endless)
                    let prefix = String(old.prefix(12))
                    let new = try await bench.outpost("keys", "rotate", prefix, "--overlap", "5", "-q")
                    #expect(new != old)
                    #expect(try await server.client(new).get(endless)["dispatchId"].text == endless)
                    // It ends with the key; nothing else ends it, for the dispatch goes on.
                    while try await reader.next() != nil {}
                    #expect(try await server.client(old).call("GET", "/dispatch").status == 401)
                    #expect(try await server.client(new).call("GET", "/dispatch").status == 200)
                    let last = try await bench.outpost("keys", "rotate", String(new.prefix(12)), "--overlap", "0", "-q")
                    #expect(try await server.client(new).call("GET", "/dispatch").status == 401)
                    _ = try await server.client(last).cancel(endless)
                    for key in [old, new, last] { #expect(!server.log.contains(key)) }
                }
            }
        }

        private static func value() -> String { "rotated-\(UUID().uuidString)" }

        private static func masterKey(_ bench: ServerBench) throws -> String {
            try String(contentsOfFile: bench.data + "/master.key", encoding: .utf8)
        }
    }
}
