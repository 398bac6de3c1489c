internal import Foundation
internal import TestSupport
internal import Testing

@testable internal import OutpostCore

@Suite("A dispatch that expires", .timeLimit(.minutes(10)))
struct DispatcherExpiryTests {
    private func draft(_ bench: DispatcherBench, secondsLeft: TimeInterval) -> DispatchDraft {
        let options = DispatchOptions(expiresAt: bench.now + secondsLeft)
        return DispatchDraft(agent: "sample", task: "do it", options: options)
    }

    private func expectExpired(_ end: DispatchEnd?, _ bench: DispatcherBench) {
        #expect(end?.status == .cancelled)
        #expect(end?.reason == .cancelled)
        #expect(end?.message == "it expired before it started")
        #expect(bench.journal.count("create") == 0, "it never starts")
    }

    @Test("while it waits ends, and never starts; one that has time left does")
    func waiting() async throws {
        let bench = DispatcherBench()
        let dispatcher = bench.dispatcher()
        let principal = try await bench.principal()
        let short = try await dispatcher.submit(draft(bench, secondsLeft: 10), by: principal).dispatch.id
        bench.advance(by: 10)
        let expired = try await DispatcherBench.serving(dispatcher) {
            try await bench.repository.state(of: short) { $0.status.isTerminal }
        }
        expectExpired(expired.end, bench)
        #expect(expired.endedAt == bench.now)
        #expect(bench.repository.trail.value == ["dispatch.expire"])
        let second = bench.dispatcher()
        let long = try await second.submit(draft(bench, secondsLeft: 10), by: principal).dispatch.id
        bench.advance(by: 9)
        let ended = try await DispatcherBench.serving(second) {
            try await bench.repository.state(of: long) { $0.status.isTerminal }
        }
        #expect(ended.end?.status == .success)
    }

    @Test("while it waits under a full host ends by the pulse, without anything else that happens")
    func pulse() async throws {
        let bench = DispatcherBench(host: ScriptedHost(HostLoad(othersMiB: 0, availableMiB: nil, freeDiskMiB: 0)))
        let dispatcher = bench.dispatcher()
        let draft = draft(bench, secondsLeft: 3)
        let id = try await dispatcher.submit(draft, by: try await bench.principal()).dispatch.id
        let end = try await DispatcherBench.serving(dispatcher) {
            try await bench.clock.waitForSleeper(until: .seconds(5))
            #expect(try await bench.repository.dispatch(id)?.state.status == .pending)
            bench.advance(by: 5)
            bench.clock.advance(by: .seconds(5))
            return try await bench.repository.state(of: id) { $0.status.isTerminal }.end
        }
        expectExpired(end, bench)
    }

    @Test("while its image is made never starts; until then it is the next, and an estimate says when")
    func image() async throws {
        let bench = DispatcherBench(images: ScriptedImages(isReady: false))
        let dispatcher = bench.dispatcher()
        let draft = draft(bench, secondsLeft: 30)
        let id = try await dispatcher.submit(draft, by: try await bench.principal()).dispatch.id
        let end = try await DispatcherBench.serving(dispatcher) {
            try await bench.images.isAsked.pass()
            let admitted = try await dispatcher.dispatch(id, tenant: "tenant")
            #expect(admitted.queuePosition == 0)
            #expect(admitted.estimatedStart == 2)
            bench.advance(by: 20)
            #expect(try await dispatcher.dispatch(id, tenant: "tenant").estimatedStart == 40)
            bench.advance(by: 10)
            bench.images.gate.open()
            return try await bench.repository.state(of: id) { $0.status.isTerminal }.end
        }
        expectExpired(end, bench)
    }
}
