internal import Foundation
internal import OutpostCore
internal import TestSupport
internal import Testing

@Suite("Carrying results back", .timeLimit(.minutes(10)))
struct PromotionTests {
    @Test("Uncommitted changes, binary files and removals among them, become one commit on a new branch")
    func uncommitted() async throws {
        try await PromotionBench.with { bench in
            try bench.write("new\n", to: "new.txt")
            try bench.write("\u{0}binary\u{1}", to: "data.bin")
            try FileManager.default.removeItem(atPath: bench.work + "/file.txt")
            try await bench.handIn(commits: false)
            let published = try await bench.publish(bench.results())
            #expect(published.branch == "outpost/one")
            #expect(published.baseBranch == "main")
            #expect(published.commits == 1)
            #expect(published.filesChanged == 3)
            #expect(!published.isRepeated)
            #expect(try await bench.remote("rev-parse", "outpost/one") == published.commit)
            #expect(try await bench.remote("rev-parse", "outpost/one^") == bench.start)
            #expect(try await bench.remote("ls-tree", "--name-only", "outpost/one") == "data.bin\nnew.txt")
            #expect(try await bench.remote("show", "outpost/one:new.txt") == "new")
            let words = try await bench.remote("log", "-1", "--format=%an <%ae> %at%n%B", "outpost/one")
            #expect(
                words == "Outpost Agent <outpost@outpost.invalid> 1767225600\nFix it\n\nOutpost-Dispatch: 1"
            )
            #expect(try await bench.remote("rev-parse", "main") == bench.start)
        }
    }

    @Test("The agent's own commits go as they are; what it left uncommitted follows in one more")
    func committed() async throws {
        try await PromotionBench.with { bench in
            try bench.write("a\n", to: "a.txt")
            try await bench.commit("first of the agent")
            try bench.write("b\n", to: "b.txt")
            try await bench.commit("second of the agent")
            try await bench.handIn(commits: true)
            let head = try await bench.git.run("rev-parse", "HEAD", in: bench.work)
            let plain = try await bench.publish(bench.results("plain", bundled: true))
            #expect(plain.commit == head)
            #expect(plain.commits == 2)
            try bench.write("c\n", to: "c.txt")
            try await bench.handIn(commits: true)
            let mixed = try await bench.publish(bench.results("mixed", bundled: true))
            #expect(mixed.commits == 3)
            #expect(mixed.filesChanged == 3)
            #expect(try await bench.remote("rev-parse", "mixed^") == head)
            #expect(try await bench.remote("show", "mixed:c.txt") == "c")
            let subjects = try await bench.remote("log", "-3", "--format=%s", "mixed")
            #expect(subjects == "Fix it\nsecond of the agent\nfirst of the agent")
        }
    }

    @Test("The same again is found, and changes nothing")
    func twice() async throws {
        try await PromotionBench.with { bench in
            try bench.write("new\n", to: "new.txt")
            try await bench.handIn(commits: false)
            let first = try await bench.publish(bench.results())
            let pushes = bench.server.requests.count { $0.hasPrefix("POST /owner/one.git/git-receive-pack") }
            let second = try await bench.publish(bench.results())
            #expect(second.commit == first.commit)
            #expect(second.isRepeated)
            #expect(bench.server.requests.count { $0.hasPrefix("POST /owner/one.git/git-receive-pack") } == pushes)
        }
    }

    @Test("A branch with other commits is left as it is; one that the start is on moves forward when it is named")
    func existingBranch() async throws {
        try await PromotionBench.with { bench in
            try bench.write("new\n", to: "new.txt")
            try await bench.handIn(commits: false)
            let side = try await bench.remote("rev-parse", "side")
            await #expect(throws: PromotionError.branchTaken(branch: "side", commit: side)) {
                try await bench.publish(bench.results("side"))
            }
            #expect(try await bench.remote("rev-parse", "side") == side)
            let published = try await bench.publish(bench.results("main"))
            #expect(try await bench.remote("rev-parse", "main") == published.commit)
        }
    }

    @Test(
        "A base branch that went on or was rewritten meanwhile is no obstacle for a new branch, and is not written to",
        arguments: [true, false]
    )
    func movedBase(isRewritten: Bool) async throws {
        try await PromotionBench.with { bench in
            try bench.write("new\n", to: "new.txt")
            try await bench.handIn(commits: false)
            try await bench.git.run("commit", "-q", "-m", "somebody else's", in: bench.work)
            try await bench.git.run("push", "-q", bench.bare, "HEAD:refs/heads/next", in: bench.work)
            let moved = try await bench.remote("rev-parse", isRewritten ? "side" : "next")
            for (name, id) in [("main", moved), ("next", moved)] {
                try await bench.git.run(
                    "--git-dir",
                    bench.bare,
                    "update-ref",
                    "refs/heads/\(name)",
                    id,
                    in: bench.folder
                )
            }
            let published = try await bench.publish(bench.results())
            #expect(try await bench.remote("rev-parse", "outpost/one^") == bench.start)
            #expect(published.commits == 1)
            await #expect(throws: PromotionError.branchTaken(branch: "main", commit: moved)) {
                try await bench.publish(bench.results("main"))
            }
            #expect(try await bench.remote("rev-parse", "main") == moved)
        }
    }

    @Test("An empty difference is none")
    func empty() async throws {
        try await PromotionBench.with { bench in
            try await bench.handIn(commits: false)
            await #expect(throws: PromotionError.noChanges) { try await bench.publish(bench.results()) }
        }
    }

    @Test("A start that the repository has not, a wrong token and a base that is no branch are told apart")
    func refusals() async throws {
        try await PromotionBench.with { bench in
            try bench.write("new\n", to: "new.txt")
            try await bench.handIn(commits: false)
            var results = bench.results()
            results.start = String(repeating: "1", count: 40)
            await #expect(throws: PromotionError.startMissing(commit: results.start)) {
                try await bench.publish(results)
            }
            results = bench.results()
            results.baseBranch = "nowhere"
            let noBase = PromotionError.invalid(field: "baseBranch", reason: "The repository has no branch 'nowhere'")
            await #expect(throws: noBase) { try await bench.publish(results) }
            try bench.server.setPassword("changed")
            let error = await #expect(throws: PromotionError.self) { try await bench.publish(bench.results()) }
            guard case .refused(let reason)? = error else {
                Issue.record("\(String(describing: error)) is no refusal")
                return
            }
            #expect(!reason.contains(PromotionBench.password))
        }
    }

    @Test("A repository in a network of this machine's is not asked, unless an operator named its host")
    func privateNetwork() async throws {
        try await PromotionBench.with { bench in
            try bench.write("new\n", to: "new.txt")
            try await bench.handIn(commits: false)
            var results = bench.results()
            results.repository = PublishedRepository(url: bench.url, credential: nil, allowsPrivate: false)
            let error = await #expect(throws: PromotionError.self) { try await bench.publish(results) }
            guard case .refused(let reason)? = error else {
                Issue.record("\(String(describing: error)) is no refusal")
                return
            }
            #expect(reason.contains("private network"))
            #expect(bench.server.requests.isEmpty)
        }
    }

    @Test("Nothing of a promotion stays on the server's disk, and the token is nowhere on it")
    func leftovers() async throws {
        try await PromotionBench.with { bench in
            try bench.write("new\n", to: "new.txt")
            try await bench.handIn(commits: false)
            try await bench.publish(bench.results())
            await #expect(throws: PromotionError.self) { try await bench.publish(bench.results("side")) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: bench.temporary).isEmpty)
        }
    }
}
