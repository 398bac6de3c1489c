internal import Foundation
internal import Subprocess
internal import Testing

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// Other programs that tests need.
enum Shell {
    struct Answer {
        let code: Int32
        let output: String
        let errors: String
    }

    /// Runs a program, with git told who commits and nothing of the host's configuration.
    static func attempt(
        _ program: String,
        _ arguments: [String],
        in folder: String = "/tmp",
        input: String = ""
    ) async throws -> Answer {
        let result = try await Subprocess.run(
            .name(program),
            arguments: Arguments(arguments),
            environment: .inherit.updating([
                "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_TERMINAL_PROMPT": "0",
                "GIT_AUTHOR_NAME": "Tester", "GIT_AUTHOR_EMAIL": "tester@example.com",
                "GIT_COMMITTER_NAME": "Tester", "GIT_COMMITTER_EMAIL": "tester@example.com", "LC_ALL": "C",
            ]),
            workingDirectory: FilePath(folder),
            input: .string(input),
            output: .string(limit: 16 << 20),
            error: .string(limit: 1 << 20)
        )
        let code: Int32 =
            switch result.terminationStatus {
            case .exited(let code): Int32(code)
            case .signaled(let signal): 128 + Int32(signal)
            }
        return Answer(code: code, output: result.standardOutput, errors: result.standardError)
    }

    /// Runs a program that has to succeed.
    @discardableResult
    static func run(_ program: String, _ arguments: String..., in folder: String = "/tmp") async throws -> String {
        let answer = try await attempt(program, arguments, in: folder)
        try #require(answer.code == 0, "\(program) \(arguments): \(answer.errors)")
        return answer.output
    }
}
