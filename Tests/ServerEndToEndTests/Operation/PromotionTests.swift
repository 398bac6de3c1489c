internal import Foundation
internal import OutpostAPI
internal import TestSupport
internal import Testing

extension ServerTests {
    @Suite("Results that go back to their repository", .timeLimit(.minutes(15)))
    struct PromotionTests {
        private let token = "pat-\(UUID().uuidString)"

        /// A server whose tenant has a credential for a private repository, and a dispatch that changed a file of it.
        private func withDispatch(
            _ task: String,
            _ fields: [String: JSONValue] = [:],
            _ body: (RunningServer, APIClient, _ id: String, _ bare: String, TokenWatch) async throws -> Void
        ) async throws {
            try await GitHTTPServer.with(password: token) { git in
                try await ServerBench.with { bench in
                    let bare = try await bench.publish("owner/private", on: git)
                    let watch = try TokenWatch(token, in: bare, notes: git.folder)
                    let key = try await bench.tenant("acme")
                    try await bench.giveGitCredential(token, of: git, to: "acme")
                    let variables = ["OUTPOST_GIT_BASE_URL": git.url, "OUTPOST_GIT_PUSH_BRANCHES": "agent/*"]
                    let ending = try await bench.serve(environment: variables) { server in
                        let client = server.client(key)
                        let id = try await client.dispatch(task, ["repo": "owner/private"].merging(fields) { $1 })
                        let ended = try await client.ended(id)
                        #expect(ended["status"].text == "success", "\(ended)")
                        try await body(server, client, id, bare, watch)
                        try await bench.noContainerIsLeft()
                    }
                    #expect(!watch.isIn(ending.log))
                    #expect(try await watch.files(below: bench.path) == [])
                    #expect(watch.finds == [])
                }
            }
        }

        private func promote(_ id: String, _ fields: [String: JSONValue], _ client: APIClient) async throws -> APIAnswer
        {
            var body = fields
            body["dispatchId"] = .string(id)
            return try await client.call("POST", "/promote", .object(body))
        }

        private func branches(_ bare: String) async throws -> [String] {
            let format = ["--git-dir", bare, "for-each-ref", "--format=%(refname:short)", "refs/heads"]
            return try await Shell.run("git", format).split(separator: "\n").map(String.init)
        }

        @Test("are a branch with one file more and a pull request, by the API and by the command line, once")
        func promoted() async throws {
            try await withDispatch("write 1 hello") { server, client, id, bare, watch in
                let branch = "outpost/\(id.lowercased())"
                let fields: [String: JSONValue] = ["createPr": true, "prTitle": "Say hello", "message": "Hello"]
                let first = try await promote(id, fields, client)
                #expect(first.status == 200, "\(first.text)")
                #expect(first.data["branch"].text == branch)
                #expect(first.data["pullRequest"]["number"].number == 1)
                #expect(first.data["idempotent"] == false)
                let line = try await server.bench.outpost(
                    "promote",
                    id,
                    "--pr",
                    "--title",
                    "Say hello",
                    "--message",
                    "Hello",
                    "--json"
                )
                let second = try APICoding.decode(JSONValue.self, from: Data(line.utf8))
                #expect(second["commit"] == first.data["commit"])
                #expect(second["pullRequest"] == first.data["pullRequest"])
                #expect(second["idempotent"] == true)
                let names = ["--git-dir", bare, "diff", "--name-status", "main", branch]
                #expect(try await Shell.run("git", names) == "A\tfile-1.txt")
                let subject = ["--git-dir", bare, "log", "--format=%s", "main..\(branch)"]
                #expect(try await Shell.run("git", subject) == "Hello")
                #expect(try await branches(bare) == ["main", branch])
                #expect(watch.looks == 1)
                #expect(!watch.isIn(first.text + line))
            }
        }

        @Test(
            "hold no secret that one commit adds and a later one removes, unless who promotes says that it may be seen"
        )
        func secretsInCommits() async throws {
            let canary = "canary-\(UUID().uuidString)"
            let secrets: JSONValue = ["TRIAL_SECRET": .string(canary)]
            try await withDispatch("leak 1 hello", ["additionalSecrets": secrets]) { _, client, id, bare, _ in
                let listed = try await client.call("GET", "/artifacts/\(id)").data
                let withheld = listed["artifacts"].elements.filter { $0["containsSecret"] == true }
                let bundle = try #require(withheld.first)
                #expect(withheld.count == 1 && bundle["key"].text == "commits.bundle", "\(withheld)")
                #expect(bundle["secretNames"] == ["TRIAL_SECRET"])
                #expect(try await client.call("GET", try #require(bundle["url"].text)).status == 409)
                #expect(try await client.call("GET", "/artifacts/\(id).tar").status == 409)
                let refused = try await promote(id, [:], client)
                #expect(refused.status == 409 && refused.text.contains("TRIAL_SECRET"), "\(refused.text)")
                #expect(try await branches(bare) == ["main"])
                let clean = try await client.dispatch("commit 1 hello", ["repo": "owner/private"])
                _ = try await client.ended(clean)
                #expect(try await promote(clean, ["branch": "clean"], client).data["commits"].number == 1)
                #expect(try await promote(id, ["branch": "leak", "allowSecrets": true], client).status == 200)
                #expect(try await branches(bare) == ["clean", "leak", "main"])
                let log = ["--git-dir", bare, "log", "-p"]
                #expect(try await Shell.run("git", log + ["leak"]).contains(canary))
                #expect(try await !Shell.run("git", log + ["clean"]).contains(canary))
            }
        }

        @Test("are refused where the branch is taken, where the host refuses, and to other tenants, who learn nothing")
        func refused() async throws {
            try await withDispatch("write 1 hello") { server, client, id, bare, watch in
                let made = ["--git-dir", bare, "commit-tree", "main^{tree}", "-m", "Another"]
                let identity = ["-c", "user.name=t", "-c", "user.email=t@example.test"]
                let other = try await Shell.run("git", identity + made)
                try await Shell.run("git", ["--git-dir", bare, "update-ref", "refs/heads/taken", other])
                let taken = try await promote(id, ["branch": "taken"], client)
                #expect(taken.status == 409)
                #expect(taken.json["error"]["details"]["commit"].text == other)
                let refused = try await promote(id, ["branch": "refused/one"], client)
                #expect(refused.status == 409, "\(refused.text)")
                #expect(refused.text.contains("this branch is not for you") || refused.text.contains("pre-receive"))
                #expect(!watch.isIn(refused.text))
                #expect(try await promote(id, ["branch": "../x"], client).status == 400)
                #expect(try await promote(id, ["baseBranch": "none"], client).status == 400)
                let stranger = server.client(try await server.bench.tenant("globex"))
                #expect(try await promote(id, [:], stranger).status == 404)
                // A pull request that cannot be had leaves the branch, and says why.
                let half = try await promote(id, ["branch": "main-2", "baseBranch": "taken", "createPr": true], client)
                #expect(half.data["pullRequest"]["number"].number == 1, "\(half.text)")
                #expect(try await branches(bare) == ["main", "main-2", "taken"])
            }
        }

        @Test("may be pushed by the agent itself to the branches that policy names, and to no other")
        func pushes() async throws {
            try await withDispatch("push 1 agent/done") { server, client, _, bare, watch in
                #expect(try await branches(bare) == ["agent/done", "main"])
                let id = try await client.dispatch("push 1 release", ["repo": "owner/private"])
                _ = try await client.ended(id)
                #expect(try await client.lines(id).contains { $0.contains("this door pushes to agent/* only") })
                #expect(try await branches(bare) == ["agent/done", "main"])
                #expect(watch.looks == 1)
            }
        }
    }

    @Suite("A batch", .timeLimit(.minutes(15)))
    struct BatchTests {
        @Test("of two agents is accepted together and shown side by side, to its tenant alone")
        func comparison() async throws {
            try await ServerBench.with { bench in
                let second = TrialAgent()
                try second.write(into: bench.agents)
                let key = try await bench.tenant("acme")
                let stranger = try await bench.tenant("globex")
                try await bench.serve { server in
                    let client = server.client(key)
                    let names = [bench.agent.name, second.name]
                    let body: JSONValue = [
                        "agents": .array(names.map { .string($0) }), "task": "write 1 hello to both",
                    ]
                    let accepted = try await client.call("POST", "/dispatch", body)
                    #expect(accepted.status == 201, "\(accepted.text)")
                    let batch = try #require(accepted.data["batchId"].text)
                    let ids = accepted.data["dispatches"].elements.compactMap { $0["dispatchId"].text }
                    #expect(ids.count == 2)
                    for id in ids { _ = try await client.ended(id) }
                    let shown = try await client.call("GET", "/batches/\(batch)").data["dispatches"].elements
                    #expect(shown.compactMap { $0["agent"].text } == names)
                    #expect(shown.compactMap { $0["dispatchId"].text } == ids)
                    for member in shown {
                        #expect(member["status"].text == "success", "\(member)")
                        #expect(member["reason"].text == "changed")
                        #expect(member["filesChanged"].number == 1)
                        #expect(member["linesAdded"].number == 1)
                    }
                    #expect(try await server.client(stranger).call("GET", "/batches/\(batch)").status == 404)
                    let unknown: JSONValue = [
                        "agents": [.string(names[0]), "nobody"], "task": "write 1 hello to both",
                    ]
                    #expect(try await client.call("POST", "/dispatch", unknown).status == 400)
                    try await bench.noContainerIsLeft()
                }
                try await Engine.removeImages(ofAgent: second.name)
            }
        }
    }
}
