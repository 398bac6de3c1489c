internal import Subprocess
internal import Testing

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// Programs that run to their end.
enum Shell {
    struct Answer: Sendable {
        let code: Int32
        let output: String
        let errors: String
    }

    /// Runs a program; the variables are on top of this process's.
    static func attempt(
        _ program: String,
        _ arguments: [String],
        environment: [String: String] = [:]
    ) async throws -> Answer {
        let result = try await Subprocess.run(
            program.contains("/") ? .path(FilePath(program)) : .name(program),
            arguments: Arguments(arguments),
            environment: .inherit.updating(variables(environment)),
            input: .none,
            output: .string(limit: 16 << 20),
            error: .string(limit: 1 << 20)
        )
        return Answer(
            code: result.terminationStatus.shellCode,
            output: result.standardOutput,
            errors: result.standardError
        )
    }

    static func variables(_ values: [String: String]) -> [Environment.Key: String?] {
        var variables: [Environment.Key: String?] = [:]
        for (name, value) in values { variables[.init(stringLiteral: name)] = value }
        return variables
    }

    /// Runs a program that has to succeed, and returns what it wrote without the last line end.
    @discardableResult
    static func run(
        _ program: String,
        _ arguments: [String],
        environment: [String: String] = [:]
    ) async throws -> String {
        let answer = try await attempt(program, arguments, environment: environment)
        try #require(answer.code == 0, "\(program) \(arguments): \(answer.errors)")
        return answer.output.hasSuffix("\n") ? String(answer.output.dropLast()) : answer.output
    }
}

extension TerminationStatus {
    /// The exit status as a shell would tell it.
    var shellCode: Int32 {
        switch self {
        case .exited(let code): Int32(code)
        case .signaled(let signal): 128 + Int32(signal)
        }
    }
}
