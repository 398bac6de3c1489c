internal import DockerEngine
internal import Foundation
internal import TestSupport
internal import Testing

extension ContainerTests {
    @Suite("A private repository", .serialized, .timeLimit(.minutes(15)))
    struct PrivateRepositoryTests {
        private let token = "pat-\(UUID().uuidString)"
        /// As a header has it.
        private var encoded: String { Data("x-access-token:\(token)".utf8).base64EncodedString() }
        private let control = "control-\(UUID().uuidString)"

        /// An agent that looks for the token everywhere, then works, deepens and pushes.
        private var agent: CustomAgent {
            let search = SecretSearcher.agent.run.components(separatedBy: "fact model").first ?? ""
            return CustomAgent(
                run: search + #"""
                    cd /workspace
                    fact cloned "$(cat greeting.txt)"
                    fact remotes "$(git remote -v | head -n 1)"
                    git fetch -q --deepen 5 && fact history "$(git rev-list --count HEAD)"
                    echo work >work.txt && git add work.txt && git commit -qm work
                    git push -q origin HEAD:agent/done && fact pushed yes
                    git push origin HEAD:main 2>/tmp/refusal || fact refusal "$(grep -c 'this door pushes to' /tmp/refusal)"
                    look worked
                    key=("${halves[4]}" "${halves[5]}")
                    look encoded
                    git ls-remote "${OUTPOST_MODEL_URL:-http://127.0.0.1:3128}/git/other.git" >/dev/null 2>&1 || fact other refused

                    """#
            )
        }

        @Test("is cloned, worked on and pushed by policy, and its token is nowhere in the container or on this machine")
        func token() async throws {
            try await GitHTTPServer.with(password: token) { server in
                try await Workbench.with { bench in
                    let begin = Int(Date().timeIntervalSince1970)
                    _ = try await SampleRepository.make(at: bench.repository)
                    let bare = server.repositories + "/owner/private.git"
                    try await Shell.run("git", "clone", "-q", "--bare", bench.repository, bare)
                    let ending = try await bench.run(
                        agent,
                        SecretSearcher.task(key: token, control: control, encoded),
                        options: [
                            "--repo", "owner/private", "--allow-push", "agent/*", "--secret-env", "CONTROL",
                            "--verbose",
                        ],
                        environment: [
                            "OUTPOST_GIT_BASE_URL": server.url, "OUTPOST_GIT_TOKEN": token, "CONTROL": control,
                        ]
                    ) { outpost in
                        try await outpost.hasSaid("==> run")
                        let container = try await bench.container().id
                        let answers = try await SecretSearch.engineAnswers(about: container, since: begin)
                        #expect(answers.contains(container))
                        #expect(!answers.contains(token))
                        #expect(try SecretSearch.processes(.commandLine, containing: token) == [])
                        let holders = try SecretSearch.processes(.environment, containing: token)
                        #expect(holders.filter { $0 != outpost.id } == [])
                        let folders = try await SecretSearch.engineFolders(of: container)
                        #expect(try await SecretSearch.files(containing: token, below: folders + [bench.path]) == [])
                    }
                    expect(ending, .success)
                    #expect(!ending.text.contains(token))
                    #expect(try await SecretSearch.files(containing: token, below: [bench.path]) == [])
                    try check(bench.artifacts)
                    #expect(
                        try await Shell.run("git", "-C", bare, "log", "-1", "--format=%s", "agent/done") == "work\n"
                    )
                    #expect(try await Shell.run("git", "-C", bare, "log", "-1", "--format=%s", "main") != "work\n")
                    #expect(server.requests.allSatisfy { $0.contains("/owner/private.git/") })
                }
            }
        }

        private func check(_ artifacts: Artifacts) throws {
            let facts = Facts(try artifacts.text("files/facts"))
            for search in ["before", "worked", "encoded"] {
                #expect(facts["\(search) key environments"] == "0", "\(search)")
                #expect(facts["\(search) key arguments"] == "0", "\(search)")
                #expect(facts["\(search) key files"] == "0", "\(search)")
            }
            #expect(try #require(facts.number("before control environments")) > 0)
            #expect(facts["planted control files"] == "1")
            #expect(facts["remotes"]?.contains("http://127.0.0.1:3128/git/repo.git") == true)
            #expect(facts.number("history") != nil)
            #expect(facts["pushed"] == "yes")
            #expect(facts["refusal"] == "1")
            #expect(facts["other"] == "refused")
            #expect(try artifacts.text("diff.patch").contains("work.txt"))
            #expect(artifacts.has("commits.bundle"))
        }
    }
}
