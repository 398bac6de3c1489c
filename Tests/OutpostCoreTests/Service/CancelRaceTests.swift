internal import TestSupport
internal import Testing

@testable internal import OutpostCore

@Suite("A cancel at any moment", .timeLimit(.minutes(10)))
struct CancelRaceTests {
    /// Rounds of each race, every one in an order of its own.
    private static let rounds: UInt64 = 1000

    /// An agent that runs until it is stopped, if it may start.
    private static func bench() -> DispatcherBench {
        DispatcherBench { container in
            if try await container.start() { try await container.signals.wait { !$0.isEmpty } }
            container.exit(143)
        }
    }

    @Test("of a dispatch whose container is being made ends it as cancelled, once, whether or not its agent started")
    func create() async throws {
        var made = 0
        var started = 0
        for seed in 1...Self.rounds {
            var random = SeededGenerator(seed: seed)
            let turns = Int.random(in: 0...40, using: &random)
            let bench = Self.bench()
            let (dispatcher, principal) = (bench.dispatcher(), try await bench.principal())
            let end = try await DispatcherBench.serving(dispatcher) {
                let id = try await dispatcher.submit(Self.draft, by: principal).dispatch.id
                for _ in 0..<turns { await Task.yield() }
                _ = try await dispatcher.cancel(id, reason: "no", by: principal)
                let end = try await bench.repository.state(of: id) { $0.status.isTerminal }.end
                // The container goes after the end.
                try await bench.journal.wait { $0.count { $0 == "create" } <= $0.count { $0.hasPrefix("remove") } }
                return end
            }
            try #require(end?.status == .cancelled && end?.message == "no", "seed \(seed): \(bench.journal.value)")
            for step in ["create", "start", "may run"] {
                try #require(bench.journal.count(step) <= 1, "seed \(seed): \(bench.journal.value)")
            }
            made += bench.journal.count("create")
            started += bench.journal.count("may run")
        }
        print("cancelled \(Self.rounds) dispatches: \(made) had a container, \(started) an agent that started")
    }

    @Test("is granted once when two ask for it")
    func twice() async throws {
        for seed in 1...Self.rounds {
            var random = SeededGenerator(seed: seed)
            let turns = (0..<2).map { _ in Int.random(in: 0...20, using: &random) }
            let bench = Self.bench()
            let (dispatcher, principal) = (bench.dispatcher(), try await bench.principal())
            let granted = try await DispatcherBench.serving(dispatcher) {
                let id = try await dispatcher.submit(Self.draft, by: principal).dispatch.id
                _ = try await bench.repository.state(of: id) { $0.status == .running }
                async let first = Self.cancel(id, dispatcher, principal, after: turns[0])
                async let second = Self.cancel(id, dispatcher, principal, after: turns[1])
                let granted = try await [first, second].count { $0 }
                _ = try await bench.repository.state(of: id) { $0.status == .cancelled }
                return granted
            }
            try #require(granted == 1, "seed \(seed): \(bench.journal.value)")
            try #require(bench.journal.count("signal SIGTERM") <= 1, "seed \(seed): \(bench.journal.value)")
        }
    }

    private static let draft = DispatchDraft(agent: "sample", task: "do it")

    /// Whether the cancel was granted; a refusal names the one that was.
    private static func cancel(
        _ id: DispatchID,
        _ dispatcher: Dispatcher,
        _ principal: Principal,
        after turns: Int
    ) async throws -> Bool {
        for _ in 0..<turns { await Task.yield() }
        do {
            _ = try await dispatcher.cancel(id, reason: "no", by: principal)
            return true
        } catch ServiceError.alreadyStopping(.cancel, _) {
            return false
        } catch ServiceError.alreadyEnded(.cancelled) {
            return false
        }
    }
}
