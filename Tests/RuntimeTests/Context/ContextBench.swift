internal import Foundation
internal import Subprocess
internal import TestSupport
internal import Testing

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// A work tree, and the program of the runtime that lays its context before a task.
struct ContextBench: Sendable {
    static let task = "Fix the bug.\n\n\t<task> is \"quoted\" & ünïcode\n"
    /// The program's now, unless a test says otherwise.
    static let now = "2026-01-15T14:30:00Z"

    let folder: TemporaryFolder

    /// Runs `body` on a tree of these files.
    static func with<Result>(
        _ files: [String: String] = [:],
        _ body: (ContextBench) async throws -> Result
    ) async throws -> Result {
        try await TemporaryFolder.with { folder in
            let bench = ContextBench(folder: folder)
            try folder.makeFolder("tree")
            for (path, contents) in files { try bench.write(path, contents) }
            return try await body(bench)
        }
    }

    func write(_ path: String, _ contents: String) throws {
        try folder.write("tree/" + path, contents)
    }

    func write(_ path: String, bytes: [UInt8]) throws {
        try write(path, "")
        try Data(bytes).write(to: URL(fileURLWithPath: folder.path + "/tree/" + path))
    }

    /// What one run of the program left.
    struct Layout: Sendable, Equatable {
        /// What the agent is told; nil where that is the task itself.
        let prompt: String?
        /// `context.json`.
        let account: String

        /// The context without the task and its frame.
        var context: String { prompt?.components(separatedBy: "\n\n<task>\n").first ?? "" }

        /// The text of one section.
        func section(_ name: String) throws -> String {
            let start = try #require(context.range(of: "\n## \(name)\n\n"), "no \(name) in \(account)")
            let rest = context[start.upperBound...]
            let names = ["SOUL", "ANCHORS", "PROFILE", "JOURNAL", "ROADMAP"]
            let ends = names.compactMap { rest.range(of: "\n\n## \($0)\n\n")?.lowerBound }
            return String(rest[..<(ends.min() ?? rest.range(of: "\n</zeos_context>")?.lowerBound ?? rest.endIndex)])
        }

        func facts() throws -> ContextAccount {
            try JSONDecoder().decode(ContextAccount.self, from: Data(account.utf8))
        }
    }

    /// Runs the program; it has to succeed.
    func layOut(_ level: String, at now: String = now) async throws -> Layout {
        let answer = try await run(level: level, now: now)
        try #require(answer.code == 0, "\(answer.errors)")
        return answer.layout
    }

    /// Runs the program.
    func run(
        level: String,
        now: String = now,
        injection: String = "INJ-20260115-143000-7mj1b0"
    ) async throws -> (code: Int32, errors: String, layout: Layout) {
        try folder.write("task.md", Self.task)
        for name in ["prompt.md", "context.json"] { try? folder.remove(name) }
        let result = try await Subprocess.run(
            .name("python3"),
            arguments: Arguments(
                [
                    "-I", "-B", Checkout.path + "/agents/base/lib/context", "--workspace=\(folder.path)/tree",
                    "--level=\(level)", "--time=\(now)", "--injection=\(injection)", "--run=01KF16WN5Z4BX9K0P58GV7MJ1B",
                    "--repository=https://git.test/octo/hello", "--agent=probe", "--task=\(folder.path)/task.md",
                    "--prompt=\(folder.path)/prompt.md", "--account=\(folder.path)/context.json",
                ]
            ),
            input: .none,
            output: .discarded,
            error: .string(limit: 1 << 20)
        )
        let code: Int32 = if case .exited(let code) = result.terminationStatus { Int32(code) } else { -1 }
        let prompt = (try? folder.read("prompt.md")).map { String(decoding: $0, as: UTF8.self) }
        let account = (try? folder.read("context.json")).map { String(decoding: $0, as: UTF8.self) }
        return (code, result.standardError, Layout(prompt: prompt, account: account ?? ""))
    }

    /// Runs a script in the tree.
    func shell(_ script: String) async throws {
        let result = try await Subprocess.run(
            .name("bash"),
            arguments: ["-euc", script],
            workingDirectory: FilePath(folder.path + "/tree"),
            output: .discarded,
            error: .string(limit: 1 << 20)
        )
        try #require(result.terminationStatus == .exited(0), "\(result.standardError)")
    }

    /// Makes the tree a repository whose one commit is of that time.
    func commit(at time: String) async throws {
        for arguments in [["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "All"]] {
            let result = try await Subprocess.run(
                .name("git"),
                arguments: Arguments(arguments),
                environment: .inherit.updating([
                    "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "T",
                    "GIT_AUTHOR_EMAIL": "t@example.com", "GIT_COMMITTER_NAME": "T",
                    "GIT_COMMITTER_EMAIL": "t@example.com", "GIT_COMMITTER_DATE": time,
                ]),
                workingDirectory: FilePath(folder.path + "/tree"),
                output: .discarded,
                error: .string(limit: 1 << 20)
            )
            try #require(result.terminationStatus == .exited(0), "\(result.standardError)")
        }
    }
}

/// `context.json`.
struct ContextAccount: Decodable, Equatable {
    let level: String
    let maxTokens: Int
    let sections: [String]
    let provenance: [String: String]
    let tokenCounts: [String: Int]
    let journalAgeDays: Int?
    let journalSummarized: Bool
    let trimming: Trimming
    let security: Security
    let skipped: [String: String]
    let outcome: String

    struct Trimming: Decodable, Equatable {
        let dropped: [String]
        let cut: [String]
        let journalTokens: Int

        enum CodingKeys: String, CodingKey {
            case dropped = "sections_dropped"
            case cut = "sections_cut"
            case journalTokens = "journal_trimmed_tokens"
        }
    }

    struct Security: Decodable, Equatable {
        let redactions: Int
        let patterns: [String]

        enum CodingKeys: String, CodingKey {
            case redactions = "redactions_applied"
            case patterns = "patterns_matched"
        }
    }

    enum CodingKeys: String, CodingKey {
        case level, sections, provenance, trimming, security, skipped, outcome
        case maxTokens = "max_tokens"
        case tokenCounts = "token_counts"
        case journalAgeDays = "journal_age_days"
        case journalSummarized = "journal_summarized"
    }
}
