internal import TestSupport
internal import Testing

@testable internal import OutpostCore

@Suite("A dispatcher on a full host", .timeLimit(.minutes(10)))
struct DispatcherHostTests {
    private func load(diskMiB: Int?, othersCPUUnits: Int = 0) -> HostLoad {
        HostLoad(othersMiB: 0, availableMiB: nil, othersCPUUnits: othersCPUUnits, freeDiskMiB: diskMiB)
    }

    private func pulse(_ bench: DispatcherBench, _ count: Int) async throws {
        try await bench.clock.waitForSleeper(until: .seconds(5 * count))
        bench.advance(by: 5)
        bench.clock.advance(by: .seconds(5))
    }

    @Test("starts nothing while the disk is short, says so, and goes on when there is room")
    func disk() async throws {
        let host = ScriptedHost(load(diskMiB: 2047))
        let bench = DispatcherBench(host: host)
        let dispatcher = bench.dispatcher()
        let draft = DispatchDraft(agent: "sample", task: "do it")
        let id = try await dispatcher.submit(draft, by: try await bench.principal()).dispatch.id
        try await DispatcherBench.serving(dispatcher) {
            try await pulse(bench, 1)
            try await pulse(bench, 2)
            try await bench.clock.waitForSleeper(until: .seconds(15))
            #expect(try await bench.repository.dispatch(id)?.state.status == .pending)
            let report = try await dispatcher.fleet()
            #expect(CapacityAlert.bySubject(for: report)["disk"]?.hasPrefix("2047 MiB are free") == true)
            host.set(load(diskMiB: 2048))
            try await pulse(bench, 3)
            #expect(try await bench.repository.state(of: id) { $0.status.isTerminal }.end?.status == .success)
            #expect(CapacityAlert.bySubject(for: try await dispatcher.fleet())["disk"] == nil)
        }
    }

    @Test("counts the CPU that others may take: the first dispatch starts, a second beside it waits")
    func othersCPU() async throws {
        let host = ScriptedHost(load(diskMiB: nil, othersCPUUnits: 65_536))
        let mayEnd = Gate()
        let bench = DispatcherBench(host: host) { container in
            try await mayEnd.pass()
            try await container.runWell()
        }
        let dispatcher = bench.dispatcher()
        let principal = try await bench.principal()
        let draft = DispatchDraft(agent: "sample", task: "do it")
        let first = try await dispatcher.submit(draft, by: principal).dispatch.id
        // The older one comes first.
        bench.advance(by: 1)
        let second = try await dispatcher.submit(draft, by: principal).dispatch.id
        try await DispatcherBench.serving(dispatcher) {
            _ = try await bench.repository.state(of: first) { $0.containerID != nil }
            #expect(try await dispatcher.plan().wait == [second])
            mayEnd.open()
            _ = try await bench.repository.state(of: first) { $0.status.isTerminal }
        }
    }
}
