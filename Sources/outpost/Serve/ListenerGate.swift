internal import ServiceLifecycle

/// Holds work back until something listens: a server that cannot answer must not start anything either.
struct ListenerGate: Sendable {
    private let listening: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    init() {
        (listening, signal) = AsyncStream.makeStream()
    }

    /// It listens.
    func open() { signal.yield() }

    /// Waits until it listens; for one caller.
    ///
    /// - Returns: false when the task is cancelled, or the program stops, before that.
    func pass() async -> Bool {
        await cancelWhenGracefulShutdown { await listening.first { _ in true } != nil }
    }
}
