internal import Foundation
internal import Subprocess
internal import SystemPackage

/// The real git client, with no configuration but the test's own.
struct GitClient: Sendable {
    struct Outcome: Sendable {
        var succeeded: Bool
        var output: String
        var error: String
    }

    /// Headers that it sends with every request.
    var headers: [String] = []

    /// Runs git and returns how it ended.
    func attempt(_ arguments: [String], in folder: String) async throws -> Outcome {
        let extra = headers.flatMap { ["-c", "http.extraHeader=\($0)"] }
        let result = try await Subprocess.run(
            .name("git"),
            arguments: Arguments(extra + arguments),
            environment: .custom([
                "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1",
                "GIT_TERMINAL_PROMPT": "0", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com",
                "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com",
            ]),
            workingDirectory: .init(folder),
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        return Outcome(
            succeeded: result.terminationStatus.isSuccess,
            output: result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines),
            error: result.standardError
        )
    }

    /// Runs git and returns its output.
    ///
    /// - Throws: ``GitFailed`` when git did.
    @discardableResult
    func run(_ arguments: String..., in folder: String) async throws -> String {
        let outcome = try await attempt(arguments, in: folder)
        guard outcome.succeeded else { throw GitFailed(error: outcome.error) }
        return outcome.output
    }
}

struct GitFailed: Error {
    var error: String
}

/// A bare repository with a branch, a tag and a commit that nothing names.
struct SampleRepository: Sendable {
    let path: String
    let head: String
    let unnamed: String

    static func make(in folder: String) async throws -> SampleRepository {
        let git = GitClient()
        let work = "\(folder)/work"
        try await git.run("init", "-q", "-b", "main", work, in: folder)
        func commit(_ text: String) async throws -> String {
            try Data("\(text)\n".utf8).write(to: URL(filePath: "\(work)/file.txt"))
            try await git.run("add", "file.txt", in: work)
            try await git.run("commit", "-q", "-m", text, in: work)
            return try await git.run("rev-parse", "HEAD", in: work)
        }
        _ = try await commit("one")
        try await git.run("tag", "v1", in: work)
        try await git.run("checkout", "-q", "-b", "side", in: work)
        let unnamed = try await commit("unnamed")
        try await git.run("reset", "-q", "--hard", "HEAD~1", in: work)
        _ = try await commit("side")
        try await git.run("checkout", "-q", "main", in: work)
        let head = try await commit("two")
        let path = "\(folder)/repo.git"
        try FileManager.default.moveItem(atPath: "\(work)/.git", toPath: path)
        try await git.run("config", "core.bare", "true", in: path)
        return SampleRepository(path: path, head: head, unnamed: unnamed)
    }
}
