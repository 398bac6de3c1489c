internal import Foundation
internal import Subprocess
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
    /// The variables are on top of the host's, without its providers' keys; an empty value removes one. The folder is
    /// where it runs, and where its output is kept.
    static func run(
        _ arguments: [String],
        environment: [String: String],
        in folder: String,
        _ body: (RunningOutpost) async throws -> Void = { _ in }
    ) async throws -> Ending {
        let output = folder + "/stdout-\(UUID().uuidString.prefix(8))"
        let errors = folder + "/stderr-\(UUID().uuidString.prefix(8))"
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
            output: .fileDescriptor(try create(output), closeAfterSpawningProcess: true),
            error: .fileDescriptor(try create(errors), closeAfterSpawningProcess: true)
        ) { execution in
            do {
                let id = execution.processIdentifier.value
                try await body(RunningOutpost(id: id, errors: errors) { try execution.send(signal: $0) })
            } catch {
                Issue.record("\(error), while this was said:\n\(text(errors))")
                throw error
            }
        }
        return Ending(
            code: result.terminationStatus.exitCode,
            output: text(output),
            errors: text(errors),
            duration: begin.duration(to: .now)
        )
    }

    private static func variables(_ extra: [String: String]) -> [Environment.Key: String] {
        var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasSuffix("_API_KEY") }
        variables.merge(extra) { $1 }
        var result: [Environment.Key: String] = [:]
        for (name, value) in variables where !value.isEmpty { result[.init(stringLiteral: name)] = value }
        return result
    }

    private static func create(_ path: String) throws -> FileDescriptor {
        try FileDescriptor.open(
            FilePath(path),
            .writeOnly,
            options: [.create, .exclusiveCreate, .closeOnExec],
            permissions: [.ownerReadWrite]
        )
    }

    static func text(_ file: String) -> String {
        String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
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
