internal import Foundation
internal import NIOCore
internal import Subprocess
internal import TestSupport
internal import Testing

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// The program under test, run as a child process.
enum OutpostProgram {
    /// `OUTPOST_BINARY`, else the `outpost` that was built beside these tests.
    static let path: String = {
        let environment = ProcessInfo.processInfo.environment
        if let named = environment["OUTPOST_BINARY"], !named.isEmpty { return named }
        let tests = Bundle.main.executablePath ?? CommandLine.arguments[0]
        let candidates = [
            URL(fileURLWithPath: tests).deletingLastPathComponent().path + "/outpost",
            checkout + "/.build/debug/outpost",
        ]
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0) } ?? candidates[0]
    }()

    /// The folder of the checkout, found upward from this file.
    static let checkout: String = {
        var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().resolvingSymlinksInPath()
        while folder.path != "/" {
            if FileManager.default.fileExists(atPath: folder.path + "/agents/base/Dockerfile") { return folder.path }
            folder = folder.deletingLastPathComponent()
        }
        return FileManager.default.currentDirectoryPath
    }()

    /// The agents that come with the program.
    static var agents: String { checkout + "/agents" }

    /// Runs the program to its end; `body` runs beside it.
    ///
    /// The variables are on top of the host's, without its providers' keys; an empty value removes one.
    static func run(
        _ arguments: [String],
        environment: [String: String],
        in folder: String,
        _ body: (RunningOutpost) async throws -> Void = { _ in }
    ) async throws -> Ending {
        let output = Observed(ByteBuffer())
        let errors = Observed(ByteBuffer())
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(20))]
        let begin = ContinuousClock.now
        let result = try await Subprocess.run(
            .path(FilePath(path)),
            arguments: Arguments(arguments),
            environment: .custom(variables(environment)),
            workingDirectory: FilePath(folder),
            platformOptions: options,
            input: .none,
            output: .sequence,
            error: .sequence
        ) { execution in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await collect(execution.standardOutput, into: output) }
                group.addTask { try await collect(execution.standardError, into: errors) }
                do {
                    let id = execution.processIdentifier.value
                    try await body(RunningOutpost(id: id, errors: errors) { try execution.send(signal: $0) })
                } catch {
                    Issue.record("\(error), while this was said:\n\(String(buffer: errors.value))")
                    throw error
                }
                try await group.waitForAll()
            }
        }
        return Ending(
            code: result.terminationStatus.exitCode,
            output: String(buffer: output.value),
            errors: String(buffer: errors.value),
            duration: begin.duration(to: .now)
        )
    }

    private static func collect(_ pieces: SubprocessOutputSequence, into text: Observed<ByteBuffer>) async throws {
        for try await piece in pieces { text.update { _ = $0.writeBytes(piece.bytes) } }
    }

    private static func variables(_ extra: [String: String]) -> [Environment.Key: String] {
        var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasSuffix("_API_KEY") }
        variables.merge(extra) { $1 }
        var result: [Environment.Key: String] = [:]
        for (name, value) in variables where !value.isEmpty { result[.init(stringLiteral: name)] = value }
        return result
    }
}

extension TerminationStatus {
    /// The exit status as a shell would tell it.
    fileprivate var exitCode: Int32 {
        switch self {
        case .exited(let code): Int32(code)
        case .signaled(let signal): 128 + Int32(signal)
        }
    }
}
