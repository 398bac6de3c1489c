internal import Foundation
internal import OutpostCore
internal import OutpostGateway
internal import TestSupport

/// A private repository on a server, what an agent did in a clone of it, and the publisher that carries that back.
struct PromotionBench: Sendable {
    let server: GitHTTPServer
    let folder: String
    /// The commit that the agent started from.
    let start: String
    let git = GitClient()

    static let password = "pat-\(UUID().uuidString)"
    var url: String { server.url + "/owner/one.git" }
    var bare: String { server.repositories + "/owner/one.git" }
    /// The agent's work tree.
    var work: String { folder + "/agent" }
    var patch: String { folder + "/diff.patch" }
    var bundle: String { folder + "/commits.bundle" }
    /// Where promotions have their temporary repositories.
    var temporary: String { folder + "/tmp" }

    static func with(_ body: @Sendable (PromotionBench) async throws -> Void) async throws {
        try await withScratchFolder { folder in
            try await GitHTTPServer.with(password: password) { server in
                let sample = try await SampleRepository.make(in: folder)
                let bench = PromotionBench(server: server, folder: folder, start: sample.head)
                try await bench.git.run("clone", "-q", "--bare", sample.path, bench.bare, in: folder)
                try await bench.git.run("clone", "-q", sample.path, bench.work, in: folder)
                try FileManager.default.createDirectory(
                    atPath: bench.temporary,
                    withIntermediateDirectories: false
                )
                try await body(bench)
            }
        }
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(work)/\(name)"))
    }

    func commit(_ message: String) async throws {
        try await git.run("add", "--all", in: work)
        try await git.run("commit", "-q", "-m", message, in: work)
    }

    /// Hands in what the agent did, as the runtime does.
    func handIn(commits: Bool) async throws {
        try await git.run("add", "--all", in: work)
        let arguments = ["diff", "--cached", "--binary", "--full-index", "--no-color", "--output=\(patch)", start]
        _ = try await git.attempt(arguments, in: work)
        guard commits else { return }
        try await git.run("bundle", "create", "-q", bundle, "^\(start)", "HEAD", "refs/heads/main", in: work)
    }

    func results(_ branch: String = "outpost/one", bundled: Bool = false) -> PublishedResults {
        PublishedResults(
            repository: PublishedRepository(url: url, credential: GitCredential(password: Self.password)),
            start: start,
            patch: patch,
            bundle: bundled ? bundle : nil,
            branch: branch,
            baseBranch: nil,
            reference: nil,
            message: "Fix it\n\nOutpost-Dispatch: 1\n",
            time: Date(timeIntervalSince1970: 1_767_225_600)
        )
    }

    @discardableResult
    func publish(_ results: PublishedResults) async throws -> Publication {
        try await GitPublisher(directory: temporary, ssh: .test, makeName: { UUID().uuidString }).publish(results)
    }

    /// What the server has.
    func remote(_ arguments: String...) async throws -> String {
        let outcome = try await git.attempt(["--git-dir", bare] + arguments, in: folder)
        return outcome.output
    }
}
