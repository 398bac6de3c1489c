internal import Subprocess

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// The host's git, with nothing of a repository's own configuration that could run a program.
struct Git: Sendable {
    /// Variables on top of the process's own.
    var environment: [String: String] = [:]

    private static let guards = [
        "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.ext.allow=never",
        "-c", "core.splitIndex=false",
    ]
    /// What git sets for its hooks, which would point it at another repository than the folder's.
    private static let inherited: [Environment.Key] = [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_PREFIX",
    ]
    /// Bytes of output that are read; more is an error.
    private static let outputLimit = 64 << 20

    /// What git said.
    struct Answer {
        let isSuccess: Bool
        let output: String
        let error: String

        /// The output without its last newline.
        var line: String { output.hasSuffix("\n") ? String(output.dropLast()) : output }
    }

    /// Runs git in a folder and returns what it said, whatever its exit status.
    ///
    /// - Throws: ``CommandFailure`` when there is no git to run.
    func run(_ arguments: [String], in folder: String) async throws -> Answer {
        var variables: Environment = .inherit.updating(
            Dictionary(uniqueKeysWithValues: Self.inherited.map { ($0, String?.none) })
        )
        variables = variables.updating(["GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"])
        for (name, value) in environment { variables = variables.updating([.init(stringLiteral: name): value]) }
        do {
            let result = try await Subprocess.run(
                .name("git"),
                arguments: Arguments(Self.guards + arguments),
                environment: variables,
                workingDirectory: FilePath(folder),
                output: .string(limit: Self.outputLimit),
                error: .string(limit: 1 << 20)
            )
            return Answer(
                isSuccess: result.terminationStatus.isSuccess,
                output: result.standardOutput,
                error: result.standardError
            )
        } catch {
            throw CommandFailure(.repository, "git could not be run: \(error)", hint: "apt-get install git")
        }
    }

    /// Runs git and insists on its success.
    func require(_ arguments: [String], in folder: String) async throws -> String {
        let answer = try await run(arguments, in: folder)
        guard answer.isSuccess else {
            let text = answer.error.split(separator: "\n").first.map(String.init) ?? "no reason given"
            throw CommandFailure(.repository, "git \(arguments.first ?? "") failed: \(text)")
        }
        return answer.line
    }
}
