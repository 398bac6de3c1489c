internal import ArgumentParser
internal import OutpostCore
internal import UnixSignals

/// Ctrl-C and SIGTERM while agents run.
enum RunSignals {
    /// Performs `body`, and reports the first signal; the second ends the process.
    ///
    /// - Parameters:
    ///   - body: what runs meanwhile.
    ///   - first: is told of the first signal; what it throws ends the wait for `body`, which is cancelled.
    /// - Returns: what `body` returned.
    /// - Throws: as the two do.
    static func during<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result,
        onFirst first: @escaping @Sendable () throws -> Void
    ) async throws -> Result {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                var isFirst = true
                for await _ in signals {
                    guard isFirst else { Outpost.exit(withError: ExitCode(CommandStatus.cancelled.code)) }
                    isFirst = false
                    try first()
                }
                return nil
            }
            group.addTask { try await body() }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw CancellationError()
        }
    }
}
