internal import Foundation
internal import Subprocess
internal import TestSupport
internal import Testing

extension ContainerTests {
    @Suite("Several agents on one task", .serialized, .timeLimit(.minutes(15)))
    struct SeveralAgentsTests {
        private static let working = CustomAgent(
            run: "#!/bin/bash\necho hello from $PWD\nsed -i s/Hello/Bye/ greeting.txt\n"
        )
        private static let failing = CustomAgent(run: "#!/bin/bash\necho broken\nexit 3\n")
        private static let waiting = CustomAgent(run: "#!/bin/bash\necho half >half.txt\necho waits\nsleep 600\n")

        /// Runs agents together, and removes their images.
        private func run(
            _ agents: [CustomAgent],
            _ options: [String] = [],
            in bench: Workbench,
            _ body: (RunningOutpost) async throws -> Void = { _ in }
        ) async throws -> Ending {
            _ = try await SampleRepository.make(at: bench.repository)
            for agent in agents { try agent.write(into: bench.agents) }
            let names = agents.map(\.name).joined(separator: ",")
            let ending = try await bench.outpost(
                ["run", names, "Look around.", "--agents-dir", bench.agents, "--repo", bench.repository]
                    + ["--artifacts", bench.artifacts.path] + options,
                body
            )
            for agent in agents { try await Engine.removeImages(ofAgent: agent.name) }
            return ending
        }

        @Test("each has its folder and its lines, a table compares them, and the first failure is the exit status")
        func comparison() async throws {
            try await Workbench.with { bench in
                let (good, bad) = (Self.working, Self.failing)
                let ending = try await run([good, bad], in: bench)
                expect(ending, .agentFailed)
                #expect(ending.output.contains("\(good.name) | hello from /workspace\n"))
                #expect(ending.output.contains("\(bad.name) | broken\n"))
                let rows = ending.output.split(separator: "\n").suffix(3).map {
                    $0.split(separator: " ").map(String.init)
                }
                #expect(rows.first?.prefix(3) == ["AGENT", "STATUS", "REASON"])
                #expect(rows.dropFirst().first?.prefix(6) == [good.name, "success", "changed", "1", "+1", "-1"])
                #expect(rows.last?.prefix(3) == [bad.name, "failed", "exit"])
                let patch = try Artifacts(path: bench.artifacts.path + "/" + good.name).text("diff.patch")
                #expect(patch.contains("+Bye"))
                let log = try Artifacts(path: bench.artifacts.path + "/" + bad.name).text("output.log")
                #expect(log.contains("broken\n"))
            }
        }

        @Test("programs get a list, an object an agent")
        func json() async throws {
            struct Item: Decodable, Equatable {
                let agent: String
                let status: String
            }
            try await Workbench.with { bench in
                let agents = [Self.working, CustomAgent(run: "#!/bin/bash\n")]
                let ending = try await run(agents, ["--json"], in: bench)
                expect(ending, .success)
                let items = try JSONDecoder().decode([Item].self, from: Data(ending.output.utf8))
                #expect(items == agents.map { Item(agent: $0.name, status: "success") })
            }
        }

        @Test("Ctrl-C stops all of them, and all hand in what there is")
        func interrupt() async throws {
            try await Workbench.with { bench in
                let agents = [Self.waiting, CustomAgent(run: Self.waiting.run)]
                let ending = try await run(agents, ["--json"], in: bench) { outpost in
                    for agent in agents { try await outpost.hasSaid("\(agent.name) | waits") }
                    try outpost.send(.interrupt)
                }
                expect(ending, .cancelled)
                for agent in agents {
                    let artifacts = Artifacts(path: bench.artifacts.path + "/" + agent.name)
                    #expect(try artifacts.text("diff.patch").contains("+half"))
                }
            }
        }

        @Test(
            "names that cannot run together are refused before anything starts",
            arguments: ["a,a", "a,", ",", "a,b --apply"]
        )
        func refused(names: String) async throws {
            try await Workbench.with { bench in
                let words = names.split(separator: " ").map(String.init)
                expect(try await bench.outpost(["run"] + words + ["do it", "--no-repo"]), .usage)
                #expect(bench.runs == [])
            }
        }
    }

    @Suite("Promoting a run", .serialized, .timeLimit(.minutes(15)))
    struct PromotionTests {
        private struct Run: Decodable {
            let dispatchId: String
        }
        private struct Promotion: Decodable {
            let branch: String
            let commit: String
            let commits: Int
            let idempotent: Bool
        }

        @Test("pushes the agent's commit and what it left uncommitted to a branch, once")
        func promote() async throws {
            let token = "pat-\(UUID().uuidString)"
            let agent = CustomAgent(
                run: "#!/bin/bash\necho a >a.txt && git add a.txt && git commit -qm 'by the agent' && echo b >b.txt\n"
            )
            try await GitHTTPServer.with(password: token) { server in
                try await Workbench.with { bench in
                    _ = try await SampleRepository.make(at: bench.repository)
                    let bare = server.repositories + "/owner/private.git"
                    try await Shell.run("git", "clone", "-q", "--bare", bench.repository, bare)
                    try agent.write(into: bench.agents)
                    let environment = ["OUTPOST_GIT_BASE_URL": server.url, "OUTPOST_GIT_TOKEN": token]
                    let ran = try await bench.outpost(
                        [
                            "run", agent.name, "Add files.", "--repo", "owner/private", "--agents-dir", bench.agents,
                            "--artifacts", bench.artifacts.path, "--json",
                        ],
                        environment: environment
                    )
                    try await Engine.removeImages(ofAgent: agent.name)
                    expect(ran, .success)
                    let id = try JSONDecoder().decode(Run.self, from: Data(ran.output.utf8)).dispatchId
                    for (named, isRepeated) in [(id, false), ("@last", true), (String(id.prefix(20)), true)] {
                        let ending = try await bench.outpost(["promote", named, "--json"], environment: environment)
                        expect(ending, .success)
                        let promotion = try JSONDecoder().decode(Promotion.self, from: Data(ending.output.utf8))
                        #expect(promotion.branch == "outpost/\(id.lowercased())")
                        #expect(promotion.commits == 2)
                        #expect(promotion.idempotent == isRepeated)
                        let log = try await Shell.run("git", "-C", bare, "log", "-2", "--format=%s", promotion.branch)
                        #expect(log == "\(agent.name): Add files.\nby the agent\n")
                    }
                    let other = try await bench.outpost(
                        ["promote", id, "--message", "Another"],
                        environment: environment
                    )
                    #expect(other.code == 16)
                    #expect(other.errors.contains("name another branch"))
                    let unknown = try await bench.outpost(["promote", "01ARZ3NDEKTSV4RRFFQ69G5FAV"])
                    #expect(unknown.code == 15)
                }
            }
        }
    }
}
