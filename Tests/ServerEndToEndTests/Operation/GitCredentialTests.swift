internal import Foundation
internal import OutpostAPI
internal import TestSupport
internal import Testing

extension ServerTests {
    @Suite("A tenant's git credential", .timeLimit(.minutes(15)))
    struct GitCredentialTests {
        private let token = "pat-\(UUID().uuidString)"

        @Test("opens the tenant's private repository, nobody else's, and no longer than its host lets it")
        func use() async throws {
            try await GitHTTPServer.with(password: token) { git in
                try await ServerBench.with { bench in
                    try await bench.publish("owner/private", on: git)
                    let acme = try await bench.tenant("acme")
                    let globex = try await bench.tenant("globex")
                    try await bench.giveGitCredential(token, of: git, to: "acme")
                    let ending = try await bench.serve(environment: ["OUTPOST_GIT_BASE_URL": git.url]) { server in
                        for _ in 0..<2 {
                            let ended = try await work(for: server.client(acme))
                            #expect(ended["status"].text == "success", "\(ended)")
                        }
                        let foreign = try await work(for: server.client(globex))
                        #expect(foreign["reason"].text == "repository", "\(foreign)")
                        try git.setPassword("changed")
                        let late = try await work(for: server.client(acme))
                        #expect(late["reason"].text == "repository", "\(late)")
                        try await bench.noContainerIsLeft()
                    }
                    #expect(!ending.log.contains(token))
                    let copies = try await Shell.attempt("grep", ["-rl", "--", token, bench.data])
                    #expect(copies.output.isEmpty)
                }
            }
        }

        private func work(for client: APIClient) async throws -> JSONValue {
            let id = try await client.dispatch("write 1 hello", ["repo": "owner/private"])
            return try await client.ended(id)
        }
    }
}
