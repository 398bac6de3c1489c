internal import Foundation
internal import OutpostCore
internal import OutpostGateway
internal import Testing

@Suite("Secrets in commits", .timeLimit(.minutes(10)))
struct CommitSearchTests {
    private static let secret = "s3cret-\(UUID().uuidString)"
    private static let patterns = SecretPatterns([(name: "NPM_TOKEN", value: secret)])

    private static func search(
        _ bench: PromotionBench,
        _ change: (inout GitCommitSearcher.Limits) -> Void = { _ in }
    ) async throws -> CommitSearch {
        var limits = GitCommitSearcher.Limits()
        change(&limits)
        let searcher = GitCommitSearcher(directory: bench.temporary, limits: limits) { UUID().uuidString }
        let search = await searcher.search(bundle: bench.bundle, for: patterns)
        #expect(try FileManager.default.contentsOfDirectory(atPath: bench.temporary) == [])
        return search
    }

    private static func reason(_ search: CommitSearch) throws -> String {
        guard case .impossible(let reason) = search else {
            Issue.record("\(search)")
            return ""
        }
        return reason
    }

    @Test("A secret that one commit adds and a later one removes is found, though the difference does not show it")
    func removed() async throws {
        try await PromotionBench.with { bench in
            try bench.write("token: \(Self.secret)\n", to: "settings.yaml")
            try await bench.commit("Add settings")
            try await bench.git.run("rm", "-q", "settings.yaml", in: bench.work)
            try bench.write("fine\n", to: "fine.txt")
            try await bench.commit("Remove them")
            try await bench.handIn(commits: true)
            #expect(try !String(contentsOfFile: bench.patch, encoding: .utf8).contains(Self.secret))
            #expect(try await Self.search(bench) == .found(["NPM_TOKEN"]))
        }
    }

    @Test(
        "Messages, authors, names of files and of branches, and credentials of known looks are found as well",
        arguments: ["message", "author", "file", "branch", "shape"]
    )
    func places(place: String) async throws {
        try await PromotionBench.with { bench in
            let token = "ghp_" + String(repeating: "aB3", count: 12)
            try bench.write(place == "shape" ? token : "fine", to: place == "file" ? Self.secret : "fine.txt")
            let message = place == "message" ? "Use \(Self.secret)" : "Do it"
            let author = "--author=\(place == "author" ? Self.secret : "a") <a@example.com>"
            try await bench.git.run("add", "--all", in: bench.work)
            try await bench.git.run("commit", "-q", "-m", message, author, in: bench.work)
            let branch = place == "branch" ? Self.secret : "main"
            if place == "branch" { try await bench.git.run("branch", "-q", branch, in: bench.work) }
            let arguments = ["bundle", "create", "-q", bench.bundle, "^\(bench.start)", "HEAD", "refs/heads/\(branch)"]
            #expect(try await bench.git.attempt(arguments, in: bench.work).succeeded)
            #expect(try await Self.search(bench) == .found([place == "shape" ? "github-token" : "NPM_TOKEN"]))
        }
    }

    @Test("Commits without any are told from such that cannot be looked through: no bundle, cut, too large")
    func impossible() async throws {
        try await PromotionBench.with { bench in
            try bench.write(String(repeating: "fine\n", count: 1000), to: "fine.txt")
            try await bench.commit("Do it")
            try await bench.handIn(commits: true)
            #expect(try await Self.search(bench) == .found([]))
            #expect(try Self.reason(await Self.search(bench) { $0.bytes = 4096 }).contains("more than 0 MiB"))
            #expect(try Self.reason(await Self.search(bench) { $0.time = .zero }).contains("longer than 0 s"))
            let whole = try Data(contentsOf: URL(filePath: bench.bundle))
            try whole.dropLast(30).write(to: URL(filePath: bench.bundle))
            #expect(try Self.reason(await Self.search(bench)).contains("cannot unpack"))
            try (whole + Data("more".utf8)).write(to: URL(filePath: bench.bundle))
            #expect(try Self.reason(await Self.search(bench)).contains("cannot unpack"))
            try Data("# v2\n".utf8).write(to: URL(filePath: bench.bundle))
            #expect(try Self.reason(await Self.search(bench)).contains("no bundle"))
        }
    }

    @Test("Objects that are differences to others, which are not there, are not taken for commits without secrets")
    func thin() async throws {
        try await PromotionBench.with { bench in
            let lines = (0..<500).map { _ in UUID().uuidString }
            try bench.write(lines.joined(separator: "\n"), to: "large.txt")
            try await bench.commit("Before")
            try bench.write((lines + [Self.secret]).joined(separator: "\n"), to: "large.txt")
            try await bench.commit("After")
            try await bench.git.run("bundle", "create", "-q", bench.bundle, "^HEAD~1", "HEAD", in: bench.work)
            #expect(try Self.reason(await Self.search(bench)).contains("unresolved delta"))
        }
    }
}
