internal import Foundation
internal import Testing

@testable internal import OutpostCore

@Suite("A plan of what to make ahead")
struct WarmPlanTests {
    private static let now = Samples.epoch
    private let ids = "0123456789ABCDEF".compactMap { WarmID("01JZZZZZZZZZZZZZZZZZZZZZZ\($0)") }

    private func key(_ agent: String, image: String = "1", memoryMiB: Int = 1024) -> WarmKey {
        WarmKey(
            agent: agent,
            image: "outpost/\(agent):\(image)",
            resources: Resources(cpuUnits: 512, memoryMiB: memoryMiB),
            runtime: nil
        )
    }

    /// Waiting containers of these kinds, in the order of their ids.
    private func waiting(_ keys: WarmKey..., isReady: Bool = true) -> [WarmPlan.Entry] {
        zip(ids, keys).map { WarmPlan.Entry(id: $0, key: $1, isReady: isReady) }
    }

    /// Demand so many seconds ago.
    private func ago(_ seconds: TimeInterval...) -> [Date] { seconds.map { Self.now - $0 } }

    private func plan(
        _ entries: [WarmPlan.Entry],
        _ demand: [WarmKey: [Date]],
        ceiling: Int = 4,
        memoryMiB: Int = 65_536,
        slots: Int = 10
    ) -> WarmPlan {
        WarmPlan(
            entries: entries,
            demand: demand,
            ceiling: ceiling,
            room: WarmPlan.Room(cpuUnits: 65_536, memoryMiB: memoryMiB, slots: slots),
            now: Self.now
        )
    }

    @Test("makes nothing for which no dispatch came, and drops it a quarter of an hour after the last one")
    func idle() {
        #expect(plan([], [:]).make == nil && plan([], [:]).drop.isEmpty)
        #expect(plan(waiting(key("a")), [key("a"): ago(899)]).drop.isEmpty)
        #expect(plan(waiting(key("a")), [key("a"): ago(900)]).drop == [ids[0]])
        #expect(plan(waiting(key("a")), [:]).drop == [ids[0]])
    }

    @Test("wants as many of a kind as came within one minute")
    func bursts() {
        #expect(plan([], [key("a"): ago(800)]).make == key("a"))
        #expect(plan(waiting(key("a")), [key("a"): ago(800, 700)]).make == nil)
        #expect(plan(waiting(key("a")), [key("a"): ago(800, 750)]).make == key("a"))
        #expect(plan(waiting(key("a"), key("a")), [key("a"): ago(800, 750, 600, 550)]).make == nil)
        #expect(plan(waiting(key("a"), key("a"), key("a")), [key("a"): ago(800, 750)]).drop == [ids[2]])
    }

    @Test("makes one at a time, and lets kinds take turns below the ceiling, the latest first")
    func turns() {
        let demand = [key("a"): ago(30, 20, 10), key("b"): ago(9, 8, 7)]
        #expect(plan([], demand, ceiling: 2).make == key("b"))
        #expect(plan(waiting(key("b"), isReady: false), demand, ceiling: 2).make == nil)
        #expect(plan(waiting(key("b")), demand, ceiling: 2).make == key("a"))
        #expect(plan(waiting(key("b"), key("a")), demand, ceiling: 2).make == nil)
        #expect(plan(waiting(key("b"), key("a")), demand, ceiling: 3).make == key("b"))
        #expect(plan(waiting(key("a"), key("a")), demand, ceiling: 2).drop == [ids[1]])
        #expect(plan([], demand, ceiling: 0).make == nil)
    }

    @Test("keeps within what running dispatches leave, and gives way to them")
    func room() {
        let demand = [key("a"): ago(3, 2, 1)]
        #expect(plan([], demand, memoryMiB: 1023).make == nil)
        #expect(plan([], demand, slots: 0).make == nil)
        #expect(plan(waiting(key("a")), demand, memoryMiB: 1024).make == nil)
        #expect(plan(waiting(key("a"), key("a")), demand, memoryMiB: 1024).drop == [ids[1]])
        #expect(plan(waiting(key("a"), key("a")), demand, slots: -3).drop == [ids[0], ids[1]])
        // What is too large does not keep out what is not.
        #expect(plan([], [key("a", memoryMiB: 4096): ago(1), key("b"): ago(2)], memoryMiB: 2048).make == key("b"))
    }

    @Test("has no use for another image than the agent's latest")
    func images() {
        let (old, new) = (key("a"), key("a", image: "2"))
        let plan = plan(waiting(old), [old: ago(60), new: ago(1)])
        #expect(plan.drop == [ids[0]])
        #expect(plan.make == new)
    }
}
