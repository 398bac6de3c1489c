internal import Foundation
internal import OutpostCore
internal import TestSupport
internal import Testing

@Suite("A dispatch's state under random events")
struct DispatchStatePropertyTests {
    private static func randomEvent(_ generator: inout SeededGenerator) -> DispatchEvent {
        let letter = ["a", "b", "c"][Int.random(in: 0..<3, using: &generator)]
        let time = Samples.epoch + Double(Int.random(in: 0..<100, using: &generator))
        switch Int.random(in: 0..<14, using: &generator) {
        case 13: return .claimed(containerName: letter, id: letter)
        case 0...2: return .provisioning(containerName: letter)
        case 3, 4: return .containerCreated(id: letter)
        case 5...7: return .started(boot: letter, at: time)
        case 8: return .stopRequested(Bool.random(using: &generator) ? .cancel : .timeout)
        case 9, 10: return .completing
        case 11: return .requeued
        default:
            let status = DispatchStatus.allCases[Int.random(in: 0..<8, using: &generator)]
            return .concluded(DispatchEnd(status: status, reason: .exit, message: letter), at: time)
        }
    }

    private static let order: [DispatchStatus] = [.pending, .provisioning, .running, .completing]

    private func rank(_ status: DispatchStatus) -> Int {
        Self.order.firstIndex(of: status) ?? Self.order.count
    }

    /// What may never be undone, whatever comes next.
    private func expectProgress(_ before: DispatchState, _ after: DispatchState, _ change: DispatchChange) {
        #expect((change == .changed) == (before != after))
        // What never started may wait again, and counts on.
        let waitsAgain = before.status == .provisioning && after.status == .pending && before.boot == nil
        #expect(rank(after.status) >= rank(before.status) || waitsAgain)
        #expect(after.attempt >= before.attempt)
        if before.status.isTerminal { #expect(after == before) }
        if let boot = before.boot { #expect(after.boot == boot && after.startedAt == before.startedAt) }
        if let cause = before.stopCause { #expect(after.stopCause == cause) }
        if let end = before.end { #expect(after.end == end && after.endedAt == before.endedAt) }
        if before.stopCause != nil { #expect(after.boot == before.boot, "nothing starts after a stop") }
        #expect((after.end != nil) == after.status.isTerminal)
        #expect((after.end == nil) == (after.endedAt == nil))
        #expect((after.boot != nil) == (after.startedAt != nil))
        if after.status == .running || after.status == .completing { #expect(after.boot != nil) }
    }

    @Test("never goes back, never forgets a first, never leaves an end", arguments: 0..<20 as Range<UInt64>)
    func sequences(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var reached: Set<DispatchStatus> = []
        for _ in 0..<100 {
            var state = DispatchState()
            for _ in 0..<25 {
                let before = state
                let change = state.apply(Self.randomEvent(&generator))
                expectProgress(before, state, change)
                reached.insert(state.status)
            }
        }
        #expect(reached == Set(DispatchStatus.allCases), "the sequences must reach every status")
    }

    @Test(
        "takes an event that it just took as known, or refuses it, without a second effect",
        arguments: 0..<5 as Range<UInt64>
    )
    func idempotence(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            var state = DispatchState()
            for _ in 0..<10 {
                let event = Self.randomEvent(&generator)
                _ = state.apply(event)
                let once = state
                #expect(state.apply(event) != .changed)
                #expect(state == once)
            }
        }
    }
}
