internal import Foundation
internal import OutpostAPI
internal import Subprocess
internal import TestSupport
internal import Testing

extension ServerTests {
    @Suite("The command line of a server", .timeLimit(.minutes(15)))
    struct ClientTests {
        private let token = "pat-\(UUID().uuidString)"

        /// Says thirty lines in some seconds and then changes a file.
        private static let story = """
            for ((line = 1; line <= $1; line++)); do echo "line $line"; sleep 0.2; done
            echo changed >greeting.txt
            mkdir -p "$OUTPOST_ARTIFACTS"
            head -c 3000000 /dev/urandom >"$OUTPOST_ARTIFACTS/large.bin"

            """

        /// A private repository with the story, and a server with a key that may use it.
        private func with(_ body: (ServerBench, GitHTTPServer, _ key: String) async throws -> Void) async throws {
            try await GitHTTPServer.with(password: token) { git in
                try await ServerBench.with { bench in
                    let bare = try await bench.publish("owner/private", on: git)
                    let work = bench.path + "/work"
                    try Data(Self.story.utf8).write(to: URL(fileURLWithPath: work + "/story.sh"))
                    let identity = ["-c", "user.name=t", "-c", "user.email=t@example.test"]
                    try await Shell.run("git", ["-C", work, "add", "--all"])
                    try await Shell.run("git", ["-C", work] + identity + ["commit", "--quiet", "--message", "Story"])
                    try await Shell.run("git", ["-C", work, "push", "--quiet", bare, "main"])
                    let key = try await bench.tenant("acme")
                    try await bench.giveGitCredential(token, of: git, to: "acme")
                    try await body(bench, git, key)
                }
            }
        }

        @Test("dispatches, follows the log over a server that is killed, waits, and brings the changes home")
        func roundTrip() async throws {
            try await with { bench, git, key in
                let variables = ["OUTPOST_GIT_BASE_URL": git.url]
                let (begun, port) = (Observed<ClientCommand?>(nil), Observed(0))
                let log = Observed<Shell.Answer?>(nil)
                async let following: Void = Self.follow(begun, into: log)
                try await bench.serve(environment: variables) { server in
                    let client = ClientCommand(bench, url: server.url, key: key)
                    let task = "run 30 story.sh"
                    let id = try await client.run(
                        "dispatch",
                        bench.agent.name,
                        task,
                        "--repo",
                        "owner/private",
                        "--tag",
                        "team:core",
                        "-q"
                    )
                    #expect(id.count == 26)
                    #expect(try await client.run("ps", "-q", "--tag", "team:core") == id)
                    #expect(try await client.run("ps", "-q", "--tag", "team:none") == "")
                    let list = try await client.run("ps")
                    #expect(list.hasPrefix("ID"))
                    #expect(list.contains(id) && list.contains(task))
                    begun.update { $0 = client }
                    try await server.hasLogged("/events")
                    try await server.client(key).wait(id, for: "running")
                    port.update { $0 = server.port }
                    try server.send(.kill)
                }
                let options = ["--port", "\(port.value)"]
                try await bench.serve(options, environment: variables) { server in
                    let client = ClientCommand(bench, url: server.url, key: key)
                    let log = try #require(try await log.wait { $0 != nil })
                    #expect(log.code == 0, "\(log.errors)")
                    #expect(log.errors.contains("the server answers again"), "\(log.errors)")
                    let lines = log.output.split(separator: "\n").filter { $0.hasPrefix("line ") }
                    #expect(lines == (1...30).map { "line \($0)" })
                    try await Self.checkResults(client, bench)
                    try await bench.noContainerIsLeft()
                }
                try await following
            }
        }

        /// Follows the last dispatch, once there is one.
        private static func follow(
            _ begun: Observed<ClientCommand?>,
            into log: Observed<Shell.Answer?>
        ) async throws {
            let client = try #require(try await begun.wait { $0 != nil })
            let answer = try await client.attempt("logs", "-f", "@last")
            log.update { $0 = answer }
        }

        private static func checkResults(_ client: ClientCommand, _ bench: ServerBench) async throws {
            let waited = try await client.attempt("wait", "@last")
            #expect(waited.code == 0, "\(waited.errors)")
            #expect(waited.output == "success\n")
            let shown = try await client.run("show", "@last", "--json").asJSON
            let id = try #require(shown["dispatchId"].text)
            #expect(shown["status"].text == "success")
            #expect(try await client.run("show", String(id.prefix(25))).contains("team:core"))
            let whole = try await client.run("logs", id)
            let last = whole.split(separator: "\n").suffix(2).joined(separator: "\n")
            #expect(try await client.run("logs", id, "--tail", "2") == last)

            let patch = try await client.run("diff", id)
            #expect(patch.contains("+changed"))
            #expect(try await client.run("diff", id, "--stat").contains("1 file changed"))
            let folder = bench.path + "/results"
            try await client.run("artifacts", "get", id, "-o", folder)
            let listing = try await client.run("artifacts", "ls", id, "--json").asJSON["artifacts"].elements
            #expect(listing.count >= 4)
            for artifact in listing {
                let key = try #require(artifact["key"].text)
                let sum = try await Shell.run("sha256sum", [folder + "/" + key])
                #expect(sum.prefix(64) == artifact["sha256"].text ?? "", "\(key)")
            }

            let work = bench.path + "/work"
            try await client.run("apply", id, work)
            #expect(try String(contentsOfFile: work + "/greeting.txt", encoding: .utf8) == "changed\n")
            let again = try await client.attempt("apply", id, work)
            #expect(again.code == 8)
            #expect(again.errors.contains("changes of its own"))
        }

        @Test("exits by what a dispatch came to, after --wait and --follow, and rings nobody who is not there")
        func statuses() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                try await bench.serve { server in
                    let client = ClientCommand(bench, url: server.url, key: key)
                    let agent = bench.agent.name
                    let followed = try await client.attempt(
                        "dispatch",
                        agent,
                        "write 7 words of mine",
                        "-f",
                        "--notify"
                    )
                    #expect(followed.code == 0, "\(followed.errors)")
                    #expect(followed.output.contains("\nwrite 7 words of mine\n"), "\(followed.output)")
                    #expect(followed.output.hasSuffix("\nsuccess\n"))
                    #expect(followed.errors == "")
                    let failed = try await client.attempt("dispatch", agent, "fail 3 times please", "--wait", "--json")
                    #expect(failed.code == 1)
                    #expect(failed.output.asJSON["status"].text == "failed", "\(failed.output)")
                    let piped = try await client.attempt(
                        "dispatch",
                        agent,
                        "-",
                        "--wait",
                        input: "say hello to everyone"
                    )
                    #expect(piped.code == 0, "\(piped.errors)")
                    #expect(piped.output.contains("no_changes"))

                    let id = try await client.run("dispatch", agent, "wait 600 seconds", "-q")
                    let early = try await client.attempt("wait", id, "--timeout", "1s")
                    #expect(early.code == 124)
                    #expect(early.errors.contains(id))
                    #expect(try await client.run("cancel", id, "-q") == id)
                    #expect(try await client.attempt("wait", id).code == 130)
                    let twice = try await client.attempt("cancel", id)
                    #expect(twice.code == 16, "\(twice.errors)")
                    #expect(try await client.run("ps", "-q") == "")
                    let all = try await client.run("ps", "--all", "--json").asJSON["items"].elements
                    #expect(all.count == 4)
                    let statuses = try await client.run("ps", "--status", "failed,cancelled", "-q")
                    #expect(statuses.split(separator: "\n").count == 2)
                }
            }
        }
    }
}
