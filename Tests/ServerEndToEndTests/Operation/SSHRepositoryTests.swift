internal import DockerEngine
internal import Foundation
internal import OutpostAPI
internal import TestSupport
internal import Testing

extension ServerTests {
    @Suite(
        "A repository that is reached over ssh",
        .enabled(if: SSHServer.absence == nil, "\(SSHServer.absence ?? "")"),
        .timeLimit(.minutes(20))
    )
    struct SSHRepositoryTests {
        /// A line of a private key that no other has.
        private func line(of file: String) throws -> String {
            let text = try String(contentsOfFile: file, encoding: .utf8)
            return String(try #require(text.split(separator: "\n").dropFirst().dropLast().last { $0.count > 40 }))
        }

        /// A server that reaches the host, whose tenant has a key for it.
        private func withServer(
            _ body: (RunningServer, APIClient, SSHServer, _ bare: String, TokenWatch) async throws -> Void
        ) async throws {
            try await SSHServer.with { ssh in
                try await ServerBench.with { bench in
                    let bare = try await bench.publish("owner/private", in: ssh.repositories)
                    let key = try line(of: ssh.keyFile)
                    let watch = try TokenWatch(key, in: bare, notes: ssh.folder, facets: ["cmdline", "environ"])
                    let tenant = try await bench.tenant("acme")
                    try Data(ssh.knownHosts.utf8).write(to: URL(fileURLWithPath: ssh.folder + "/hosts"))
                    let given = ["--ssh-key-file", ssh.keyFile, "--known-hosts", ssh.folder + "/hosts"]
                    let set = ["git-credentials", "set", ssh.host, "--tenant", "acme", "--data-dir", bench.data]
                    try await Shell.run(OutpostBinary.path, set + given)
                    #expect(try await bench.outpost("git-credentials", "list", "-q") == "ssh://" + ssh.host)
                    let variables = ["OUTPOST_GIT_SSH": ssh.host, "OUTPOST_GIT_PUSH_BRANCHES": "agent/*"]
                    let ending = try await bench.serve(["--verbose"], environment: variables) { server in
                        try await body(server, server.client(tenant), ssh, bare, watch)
                        try await bench.noContainerIsLeft()
                    }
                    #expect(!watch.isIn(ending.log))
                    #expect(try await watch.files(below: bench.path) == [])
                    #expect(watch.finds == [])
                    #expect(try FileManager.default.contentsOfDirectory(atPath: bench.data + "/tmp") == [])
                }
            }
        }

        private func fields(_ ssh: SSHServer) -> [String: JSONValue] {
            ["repoUrl": .string(ssh.url("owner/private.git"))]
        }

        @Test("is cloned, worked on, pushed by policy and promoted to, and its key is nowhere but in an agent's memory")
        func worked() async throws {
            try await withServer { server, client, ssh, bare, watch in
                let id = try await client.dispatch("write 1 hello", fields(ssh))
                let ended = try await client.ended(id)
                #expect(ended["status"].text == "success", "\(ended)")
                let promoted = try await client.call("POST", "/promote", ["dispatchId": .string(id), "createPr": true])
                #expect(promoted.status == 200, "\(promoted.text)")
                #expect(promoted.text.contains("https interface"), "\(promoted.text)")
                let branch = "outpost/\(id.lowercased())"
                let names = ["--git-dir", bare, "diff", "--name-status", "main", branch]
                #expect(try await Shell.run("git", names) == "A\tfile-1.txt")

                let pushing = try await client.dispatch("push 1 agent/done", fields(ssh))
                #expect(try await client.ended(pushing)["status"].text == "success")
                let refused = try await client.dispatch("push 1 release", fields(ssh))
                _ = try await client.ended(refused)
                #expect(try await client.lines(refused).contains { $0.contains("this door pushes to agent/* only") })
                let format = ["--git-dir", bare, "for-each-ref", "--format=%(refname:short)", "refs/heads"]
                #expect(try await Shell.run("git", format) == "agent/done\nmain\n\(branch)")
                // One look for each push that came through.
                #expect(watch.looks == 2)

                let waiting = try await client.dispatch("wait 2 long", fields(ssh))
                _ = try await client.wait(waiting, for: "running")
                let search = try CanarySearch(["key": try line(of: ssh.keyFile)], notes: ssh.folder)
                for facet in ["cmdline", "environ"] { #expect(try search.processes(facet) == []) }
                let container = try #require(
                    try await server.bench.containers().first { $0.labels["outpost.dispatch"] == waiting }
                ).id
                let folders = try await CanarySearch.engineFolders(of: container)
                #expect(try await search.files(below: folders + [server.bench.path]) == [])
                _ = try await client.ended(waiting)
            }
        }

        @Test(
            "ends as 'repository' with the way out where the tenant has no key, and is refused where its host is not named"
        )
        func refused() async throws {
            try await withServer { server, client, ssh, _, _ in
                let stranger = server.client(try await server.bench.tenant("globex"))
                let id = try await stranger.dispatch("write 1 hello", fields(ssh))
                let ended = try await stranger.ended(id)
                #expect(ended["reason"].text == "repository", "\(ended)")
                #expect("\(ended)".contains("outpost git-credentials set \(ssh.host)"), "\(ended)")
                let other = try await client.post("write 1 hello", ["repoUrl": "git@git.example.com:owner/name"])
                #expect(other.status == 400)
                #expect(other.text.contains("git_ssh"))
            }
        }
    }
}
