internal import Foundation
internal import OutpostAPI
internal import Synchronization
internal import TestSupport
internal import Testing

extension ServerTests {
    // The first one may build the agent's image.
    @Suite("Stored secrets", .timeLimit(.minutes(15)))
    struct StoredSecretTests {
        private let provider = "canary-provider-\(UUID().uuidString)"
        private let token = "canary-token-\(UUID().uuidString)"

        @Test("reach the provider and the agent, and lie nowhere in the clear")
        func use() async throws {
            try await Self.withModel { bench, model in
                let key = try await bench.tenant("acme")
                try await set(ModelAgent.keyName, provider, "--tenant", "acme", in: bench)
                let ending = try await bench.serve { server in
                    let client = server.client(key)
                    // Set while the server runs, so it goes over the socket.
                    try await set("TRIAL_TOKEN", token, "--shared", in: bench)
                    let secrets: JSONValue = ["TRIAL_TOKEN"]
                    let id = try await client.dispatch("ask the model", ["additionalSecrets": secrets])
                    let ended = try await client.ended(id)
                    let said = try await client.lines(id).joined(separator: "\n")
                    #expect(ended["exitCode"].number == 0, "\(ended)\n\(said)")
                    #expect(model.requests.map { $0["x-api-key"] } == [provider])
                    // A mark stands for nothing but the value itself, so the agent had it.
                    #expect(said.contains("[redacted:TRIAL_TOKEN]"), "\(said)")
                    let list = try await bench.outpost("secrets", "list", "--json")
                    #expect(list.contains("lastUsedAt"))
                    try expectNoCopy(in: [list, "\(ended)", server.log], of: [provider, token])
                    try await expectNoCopy(below: bench.data, of: [provider, token])
                    try await expectNoCopy(below: "/proc/\(server.processID)/cmdline", of: [provider, token])
                }
                try expectNoCopy(in: [ending.log], of: [provider, token])
            }
        }

        @Test("of one tenant serve no other; what is missing is told with the command that sets it")
        func isolation() async throws {
            try await Self.withModel { bench, model in
                let (acme, globex) = (try await bench.tenant("acme"), try await bench.tenant("globex"))
                try await set(ModelAgent.keyName, provider, "--tenant", "acme", in: bench)
                try await bench.serve { server in
                    let refused = try await server.client(globex).post("ask the model")
                    #expect(refused.status == 400)
                    #expect(refused.text.contains("outpost secrets set \(ModelAgent.keyName) --tenant globex"))
                    for name in ["TRIAL_TOKEN", "ABSENT"] {
                        try await set("TRIAL_TOKEN", token, "--tenant", "globex", in: bench)
                        let foreign = try await server.client(acme).post(
                            "ask the model",
                            ["additionalSecrets": [.string(name)]]
                        )
                        #expect(foreign.status == 400)
                        #expect(foreign.text.contains("outpost secrets set \(name) --tenant acme"))
                    }
                    #expect(model.requests.isEmpty)
                }
            }
        }

        @Test("do not open with another master key, and the server then says what to do and does not start")
        func wrongKey() async throws {
            try await ServerBench.with { bench in
                try await bench.outpost("tenants", "create", "acme")
                try await set("TRIAL_TOKEN", token, "--tenant", "acme", in: bench)
                let file = bench.data + "/master.key"
                try Data(String(repeating: "ab", count: 32).utf8).write(to: URL(fileURLWithPath: file))
                let serve = ["serve", "--port", "0", "--agents-dir", bench.agents, "--data-dir", bench.data]
                let refused = try await Shell.attempt(OutpostBinary.path, serve)
                #expect(refused.code == 10, "\(refused.errors)")
                #expect(refused.errors.contains("this is not the master key of this data directory"))
                try FileManager.default.removeItem(atPath: file)
                let missing = try await Shell.attempt(OutpostBinary.path, serve)
                #expect(missing.code == 10, "\(missing.errors)")
                #expect(!FileManager.default.fileExists(atPath: file))
            }
        }

        /// A bench whose agent has a model, and the model's provider.
        private static func withModel(_ body: (ServerBench, RawServer) async throws -> Void) async throws {
            try await RawServer.withServer(.tcp, answer: { _ in .json(#"{"content":[]}"#) }) { model in
                try await ServerBench.with { bench in
                    try ModelAgent.replace(bench.agent, in: bench.agents, upstream: model.url)
                    try await body(bench, model)
                }
            }
        }

        /// Stores a secret; its value goes through the environment.
        private func set(_ name: String, _ value: String, _ owner: String..., in bench: ServerBench) async throws {
            let arguments = ["secrets", "set", name, "--from-env", "TRIAL_VALUE", "--data-dir", bench.data] + owner
            try await Shell.run(OutpostBinary.path, arguments, environment: ["TRIAL_VALUE": value])
        }

        private func expectNoCopy(in texts: [String], of canaries: [String]) throws {
            for text in texts {
                for form in canaries.flatMap(Self.forms) { #expect(!text.contains(form)) }
            }
        }

        private func expectNoCopy(below path: String, of canaries: [String]) async throws {
            let patterns = canaries.flatMap(Self.forms).flatMap { ["-e", $0] }
            let found = try await Shell.attempt("grep", ["-raFl"] + patterns + [path])
            // 1 means that nothing was found; 2 that something could not be read.
            #expect(found.code == 1, "\(found.output)\(found.errors)")
        }

        /// A canary as it is, and in base64 at each of the three offsets, without the ends that depend on neighbours.
        private static func forms(_ canary: String) -> [String] {
            [canary]
                + (0..<3).map { offset in
                    let text = Data((String(repeating: "x", count: offset) + canary).utf8).base64EncodedString()
                    return String(text.dropFirst(4).dropLast(4))
                }
        }
    }
}
