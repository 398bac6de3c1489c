/// A clock that moves only when a test says so.
package final class ManualClock: Clock {
    package struct Instant: InstantProtocol {
        /// Time since the clock was made.
        package let offset: Duration

        package func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        package func duration(to other: Instant) -> Duration { other.offset - offset }
        package static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private let time = Observed(Duration.zero)
    private let sleepers = Observed<[UInt64: Duration]>([:])
    private let tickets = Observed<UInt64>(0)

    package init() {}

    package var now: Instant { Instant(offset: time.value) }
    package var minimumResolution: Duration { .nanoseconds(1) }

    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let ticket = tickets.update { value in
            value += 1
            return value
        }
        sleepers.update { $0[ticket] = deadline.offset }
        defer { sleepers.update { $0[ticket] = nil } }
        try await time.wait { $0 >= deadline.offset }
    }

    /// Moves the clock and wakes whose time has come.
    package func advance(by duration: Duration) {
        time.update { $0 += duration }
    }

    /// Waits until somebody sleeps until exactly that time since the clock was made.
    package func waitForSleeper(until offset: Duration) async throws {
        try await sleepers.wait { $0.values.contains(offset) }
    }

    /// The times that somebody sleeps until.
    package var deadlines: [Duration] { sleepers.value.values.sorted() }
}
