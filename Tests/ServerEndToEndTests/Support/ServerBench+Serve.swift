internal import NIOCore
internal import Subprocess
internal import TestSupport
internal import Testing

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

extension ServerBench {
    /// Runs a server on a free port while `body` runs, then stops it.
    ///
    /// The options are those of `outpost serve`; what runs at the end is left to the next server, unless they say
    /// otherwise. The variables are on top of this process's.
    @discardableResult
    func serve(
        _ options: [String] = [],
        environment variables: [String: String] = [:],
        _ body: (RunningServer) async throws -> Void
    ) async throws -> ServerEnding {
        let log = Observed(ServerLog())
        var platform = PlatformOptions()
        platform.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(15))]
        let arguments = ["serve", "--data-dir", data, "--agents-dir", agents, "--port", "0", "--drain-seconds", "0"]
        let result = try await Subprocess.run(
            .path(FilePath(OutpostBinary.path)),
            arguments: Arguments(arguments + options),
            environment: .inherit.updating(Shell.variables(Self.roomy.merging(variables) { $1 })),
            platformOptions: platform,
            input: .none,
            output: .discarded,
            error: .sequence
        ) { execution in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await Self.collect(execution.standardError, into: log) }
                do {
                    let id = execution.processIdentifier.value
                    let send: @Sendable (Signal) throws -> Void = { try execution.send(signal: $0) }
                    try await body(try await server(log, id, send))
                    try? send(.terminate)
                } catch {
                    Issue.record("\(error), while the server logged:\n\(log.value.text.suffix(6000))")
                    throw error
                }
                try await group.waitForAll()
            }
        }
        return ServerEnding(code: result.terminationStatus.shellCode, log: log.value.text)
    }

    /// Tests that run meanwhile have containers on the same engine, which must not hold up this one's.
    private static let roomy = ["OUTPOST_CPU_UNITS": "1000000", "OUTPOST_MEMORY_MIB": "100000000"]

    /// The server, once it listens.
    private func server(
        _ log: Observed<ServerLog>,
        _ processID: Int32,
        _ send: @escaping @Sendable (Signal) throws -> Void
    ) async throws -> RunningServer {
        let begun = try await log.wait { $0.port != nil || $0.isComplete }
        let port = try #require(begun.port, "the server ended")
        return RunningServer(bench: self, port: port, processID: processID, send: send, output: log)
    }

    private static func collect(_ pieces: SubprocessOutputSequence, into log: Observed<ServerLog>) async throws {
        for try await piece in pieces { log.update { _ = $0.bytes.writeBytes(piece.bytes) } }
        log.update { $0.isComplete = true }
    }
}
