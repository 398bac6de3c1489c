internal import TestSupport
internal import Testing

@testable internal import OutpostCore

@Suite("A runner that is told to stop as the agent ends", .timeLimit(.minutes(10)))
struct StopRaceTests {
    /// Rounds of each race, every one in an order of its own.
    private static let rounds: UInt64 = 1000

    @Test("makes one end of it, and it is the one that was written down first", arguments: StopCause.allCases)
    func stopAndExit(cause: StopCause) async throws {
        var stopped = 0
        for seed in 1...Self.rounds {
            let bench = try await race(cause, seed)
            let lines = bench.journal.value
            let ends = lines.filter { $0.hasPrefix("commit end") }
            try #require(ends.count == 1, "seed \(seed): \(lines)")
            try #require(lines.count { $0 == "remove container-id" } == 1, "seed \(seed): \(lines)")
            let status = try #require(bench.store.state.end?.status)
            if bench.store.state.stopCause == nil {
                try #require(status == .success && bench.journal.count("signal SIGTERM") == 0, "seed \(seed): \(lines)")
            } else {
                stopped += 1
                try #require(status == (cause == .cancel ? .cancelled : .timeout), "seed \(seed): \(lines)")
                try #require(bench.journal.has(inOrder: ["commit stop \(cause.rawValue)", ends[0]]))
                try #require(bench.journal.count("signal SIGTERM") <= 1, "seed \(seed): \(lines)")
            }
        }
        print("stopped as \(cause.rawValue) in \(stopped) of \(Self.rounds) races, ended by itself in the others")
    }

    /// The agent ends and somebody stops it, each after a number of turns that the seed says.
    private func race(_ cause: StopCause, _ seed: UInt64) async throws -> RunnerBench {
        var random = SeededGenerator(seed: seed)
        let (before, after) = (Int.random(in: 0...60, using: &random), Int.random(in: 0...60, using: &random))
        let mayEnd = Gate()
        let bench = try RunnerBench(timeoutSeconds: 100) { container in
            try await container.start()
            try await mayEnd.pass()
            await container.askModel()
            try await container.handIn()
            await container.finish(0)
            container.exit(0)
        }
        _ = try await bench.run { bench in
            try await bench.clock.waitForSleeper(until: .seconds(100))
            async let exit: Void = Self.turns(before) { mayEnd.open() }
            await Self.turns(after) {
                if cause == .cancel { bench.stop.stop(.cancel) } else { bench.clock.advance(by: .seconds(100)) }
            }
            await exit
        }
        return bench
    }

    private static func turns(_ count: Int, _ body: () -> Void) async {
        for _ in 0..<count { await Task.yield() }
        body()
    }
}
