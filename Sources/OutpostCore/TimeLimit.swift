/// Runs an operation and returns its value; nil when the limit passed first, and the operation was cancelled.
///
/// - Parameters:
///   - limit: the time that it has.
///   - clock: measures it.
///   - operation: has to end soon once it is cancelled: it is waited for.
/// - Returns: the operation's value, or nil.
/// - Throws: what the operation throws, or `CancellationError`.
package func withTimeLimit<Value: Sendable>(
    _ limit: Duration,
    clock: any Clock<Duration> = ContinuousClock(),
    _ operation: @escaping @Sendable () async throws -> Value
) async throws -> Value? {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await operation() }
        group.addTask {
            try await clock.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        return try await group.next() ?? nil
    }
}
