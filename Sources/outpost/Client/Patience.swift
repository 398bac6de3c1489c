/// How long and how often a command tries to reach a server that went away.
struct Patience {
    private let clock: any Clock<Duration>
    private let limit: Duration
    private var failures = 0
    private var waited = Duration.zero

    /// - Parameters:
    ///   - limit: the time that it waits between attempts, all in all; it begins anew when the server answers.
    ///   - clock: paces the attempts.
    init(_ limit: Duration = .seconds(120), clock: any Clock<Duration> = ContinuousClock()) {
        self.limit = limit
        self.clock = clock
    }

    /// Whether nobody answered since the last answer.
    var isWaiting: Bool { failures > 0 }

    /// Notes an answer.
    mutating func reset() {
        failures = 0
        waited = .zero
    }

    /// Waits before the next attempt, longer from one to the next, or as long as the server said.
    ///
    /// - Parameters:
    ///   - retryAfter: seconds that the server named.
    ///   - failure: why there was no answer.
    /// - Throws: the failure once patience is at its end, or `CancellationError`.
    mutating func wait(_ retryAfter: Int? = nil, orThrow failure: any Error) async throws {
        guard waited < limit else { throw failure }
        let pause = retryAfter.map { Duration.seconds(min(60, max(1, $0))) } ?? Self.pause(after: failures)
        failures += 1
        waited += pause
        try await clock.sleep(for: pause)
    }

    private static func pause(after failures: Int) -> Duration {
        .milliseconds(min(5000, 250 << min(failures, 5)))
    }
}
