internal import Foundation
internal import OutpostAPI
internal import TestSupport
internal import Testing

extension ServerTests {
    @Suite("A hostile repository", .timeLimit(.minutes(20)))
    struct HostileRepositoryTests {
        private let token = "pat-\(UUID().uuidString)"

        /// One dispatch of the repository, and how it ended.
        private struct Work {
            let client: APIClient
            let data: String

            func ended(_ task: String, branch: String = "main") async throws -> (id: String, state: JSONValue) {
                let fields: [String: JSONValue] = [
                    "repo": "owner/hostile", "branch": .string(branch), "resourceConstraints": ["maxMemoryMb": 512],
                ]
                let id = try await client.dispatch(task, fields)
                return (id, try await client.ended(id))
            }

            func patch(_ id: String) throws -> String {
                let file = URL(fileURLWithPath: "\(data)/dispatches/\(id)/artifacts/diff.patch")
                return String(decoding: try Data(contentsOf: file), as: UTF8.self)
            }

            func promote(_ id: String) async throws -> APIAnswer {
                try await client.call("POST", "/promote", ["dispatchId": .string(id)])
            }
        }

        private func withRepository(_ body: (HostileRepository, Work) async throws -> Void) async throws {
            try await GitHTTPServer.with(password: token) { git in
                try await ServerBench.with { bench in
                    let repository = try await HostileRepository.make(on: git, in: bench.path)
                    let key = try await bench.tenant("acme")
                    try await bench.giveGitCredential(token, of: git, to: "acme")
                    try await bench.serve(environment: ["OUTPOST_GIT_BASE_URL": git.url]) { server in
                        try await body(repository, Work(client: server.client(key), data: bench.data))
                        try await bench.noContainerIsLeft()
                    }
                    let left = try FileManager.default.contentsOfDirectory(atPath: bench.path).sorted()
                    #expect(left == ["agents", "bait", "data"])
                    #expect(try FileManager.default.contentsOfDirectory(atPath: repository.bait) == [])
                    let copies = try await Shell.attempt("grep", ["-rlaF", "--", token, bench.data])
                    #expect(copies.output == "")
                }
            }
        }

        @Test("runs nothing on this machine, and what is done in it is told and carried back to the letter")
        func work() async throws {
            try await withRepository { repository, work in
                let branches = try await repository.git("for-each-ref", "--format=%(refname)", "refs/heads")
                let attack = try await work.ended("run 1 attack.sh")
                #expect(attack.state["status"].text == "success", "\(attack.state)")
                let patch = try work.patch(attack.id)
                #expect(patch.components(separatedBy: "diff --git ").count == 2, "\(patch.prefix(2000))")
                #expect(patch.hasPrefix("diff --git a/greeting.txt b/greeting.txt"))
                let promoted = try await work.promote(attack.id)
                #expect(promoted.status == 200, "\(promoted.text)")
                let branch = try #require(promoted.data["branch"].text)
                #expect(try await repository.git("diff", "--name-status", "main", branch) == "M\tgreeting.txt")
                // Through the mirror of it that this machine has by now, or without.
                let again = try await work.ended("write 1 hello")
                #expect(try work.patch(again.id).hasPrefix("diff --git a/file-1.txt b/file-1.txt"), "\(again.state)")
                // Commits with names that git would not check out do not go back.
                let evil = try await work.ended("run 1 commit.sh")
                #expect(evil.state["status"].text == "success", "\(evil.state)")
                let refused = try await work.promote(evil.id)
                #expect(refused.status == 409, "\(refused.text)")
                #expect(refused.text.contains("git refuses"))
                try await repository.git("update-ref", "-d", "refs/heads/" + branch)
                let after = try await repository.git("for-each-ref", "--format=%(refname)", "refs/heads")
                #expect(after == branches)
            }
        }

        @Test("that cannot be checked out ends the dispatch as a matter of the repository, before the agent starts")
        func unusable() async throws {
            try await withRepository { _, work in
                for branch in HostileRepository.unusable {
                    let (_, state) = try await work.ended("write 1 hello", branch: branch)
                    #expect(state["status"].text == "failed", "\(branch): \(state)")
                    #expect(state["reason"].text == "repository", "\(branch): \(state)")
                    #expect(state["errorMessage"].text?.contains("invalid path") == true, "\(branch): \(state)")
                }
                let (_, huge) = try await work.ended("write 1 hello", branch: "huge")
                #expect(huge["status"].text == "failed", "\(huge)")
                #expect(huge["reason"].text == "repository", "\(huge)")
                let message = huge["errorMessage"].text ?? ""
                #expect(message.contains("does not fit into the workspace") && message.contains("minimal"), "\(huge)")
                let option = try await work.ended("write 1 hello", branch: "option")
                #expect(option.state["status"].text == "success", "\(option.state)")
                #expect(try work.patch(option.id).components(separatedBy: "diff --git ").count == 2)
            }
        }
    }
}
