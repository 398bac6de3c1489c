internal import Foundation
internal import OutpostAPI
internal import Subprocess
internal import TestSupport
internal import Testing

extension ServerTests {
    @Suite("A promotion whose server is killed", .timeLimit(.minutes(15)))
    struct PromotionCutOffTests {
        private let token = "pat-\(UUID().uuidString)"

        private func leftovers(_ bench: ServerBench) -> [String] {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: bench.data + "/tmp")) ?? []
            return names.filter { $0.hasPrefix("promotion-") }
        }

        /// Kills the server while the repository's host keeps a promotion waiting for a pack.
        private func cutOff(
            _ id: String,
            _ server: RunningServer,
            _ client: APIClient,
            _ git: GitHTTPServer
        ) async throws {
            try await git.hold()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    // It is cut off; whatever it says is no answer.
                    let answer = try? await client.call("POST", "/promote", ["dispatchId": .string(id)])
                    #expect(answer == nil || answer?.status != 200)
                }
                try await git.isHolding()
                #expect(leftovers(server.bench).count == 1)
                try server.send(.kill)
                try await group.waitForAll()
            }
        }

        @Test("leaves nothing after the restart, no branch and no token, and the same call then succeeds")
        func cutOff() async throws {
            try await GitHTTPServer.with(password: token) { git in
                try await ServerBench.with { bench in
                    let bare = try await bench.publish("owner/private", on: git)
                    let watch = try TokenWatch(token, in: bare, notes: git.folder)
                    let key = try await bench.tenant("acme")
                    try await bench.giveGitCredential(token, of: git, to: "acme")
                    let variables = ["OUTPOST_GIT_BASE_URL": git.url, "OUTPOST_GIT_MIRROR_MIB": "0"]
                    var id = ""
                    try await bench.serve(environment: variables) { server in
                        let client = server.client(key)
                        id = try await client.dispatch("write 1 hello", ["repo": "owner/private"])
                        #expect(try await client.ended(id)["status"].text == "success")
                        try await cutOff(id, server, client, git)
                    }
                    #expect(leftovers(bench).count == 1)
                    let branches = ["--git-dir", bare, "for-each-ref", "--format=%(refname:short)", "refs/heads"]
                    #expect(try await Shell.run("git", branches) == "main")
                    try await bench.serve(environment: variables) { server in
                        #expect(leftovers(bench) == [])
                        try git.letGo()
                        let answer = try await server.client(key).call("POST", "/promote", ["dispatchId": .string(id)])
                        #expect(answer.status == 200, "\(answer.text)")
                        #expect(answer.data["idempotent"] == false)
                        let branch = "outpost/\(id.lowercased())"
                        #expect(try await Shell.run("git", branches) == "main\n\(branch)")
                        let names = ["--git-dir", bare, "diff", "--name-status", "main", branch]
                        #expect(try await Shell.run("git", names) == "A\tfile-1.txt")
                        // What was cut off has nothing to come back to.
                        #expect(leftovers(bench) == [])
                    }
                    #expect(try await watch.files(below: bench.path) == [])
                    #expect(watch.finds == [])
                }
            }
        }
    }
}
