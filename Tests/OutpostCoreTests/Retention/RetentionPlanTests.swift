internal import Foundation
internal import TestSupport
internal import Testing

@testable internal import OutpostCore

@Suite("A retention plan")
struct RetentionPlanTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)
    private static let day: TimeInterval = 86_400

    private func result(
        _ number: UInt64,
        tenant: String = "a",
        age: TimeInterval,
        expiresIn: TimeInterval? = nil,
        bytes: Int = 100
    ) -> StoredResult {
        var generator = SeededGenerator(seed: number)
        return StoredResult(
            id: DispatchID(milliseconds: number, using: &generator),
            tenant: tenant,
            endedAt: Self.now.addingTimeInterval(-age),
            expiresAt: expiresIn.map { Self.now.addingTimeInterval($0) },
            bytes: bytes
        )
    }

    private func plan(_ results: [StoredResult], _ policy: RetentionPolicy, free: Int? = nil) -> RetentionPlan {
        RetentionPlan(results: results, policy: policy, freeBytes: free, now: Self.now)
    }

    @Test("takes what has expired or is too old, each for its own reason, and keeps the rest")
    func ages() {
        let policy = RetentionPolicy(maximumAge: 30 * Self.day, tenantAges: ["b": Self.day, "c": 90 * Self.day])
        let results = [
            result(1, age: 29.9 * Self.day), result(2, age: 30 * Self.day), result(3, age: 60, expiresIn: 0),
            result(4, age: 60, expiresIn: 1), result(5, tenant: "b", age: 2 * Self.day),
            result(6, tenant: "c", age: 60 * Self.day),
        ]
        let removals = plan(results, policy).removals
        #expect(removals.map(\.result) == [results[1], results[4], results[2]])
        #expect(removals.map(\.cause) == [.age, .age, .expired])
        let forever = RetentionPolicy(maximumAge: nil)
        #expect(plan(results, forever).removals.map(\.result) == [results[2]])
    }

    @Test(
        "lets the oldest go for a disk that is nearly full, until enough is free and no more",
        arguments: [(nil, 0), (1000, 0), (999, 6), (700, 8), (0, 8)] as [(Int?, Int)]
    )
    func disk(free: Int?, count: Int) {
        let results = (1...10).map { result(UInt64($0), age: Double(20 - $0) * 100) }
        let policy = RetentionPolicy(minimumFreeBytes: 1000, grace: 1150)
        let removals = plan(results.shuffled(), policy, free: free).removals
        #expect(removals.map(\.result) == Array(results.prefix(count)))
        #expect(removals.allSatisfy { $0.cause == .disk })
    }

    @Test("counts what goes anyway before it takes more for the disk")
    func both() {
        let old = result(1, age: 40 * Self.day, bytes: 600)
        let young = result(2, age: 2 * Self.day)
        let policy = RetentionPolicy(maximumAge: 30 * Self.day, minimumFreeBytes: 1000)
        #expect(plan([young, old], policy, free: 900).removals.map(\.result) == [old])
    }

    @Test("takes only what it was given, each once, no more for the disk than is needed, and nothing when made again")
    func properties() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let results = (0..<Int.random(in: 0...30, using: &generator)).map { number in
                result(
                    UInt64(number),
                    tenant: Bool.random(using: &generator) ? "a" : "b",
                    age: Double.random(in: 0...50, using: &generator) * Self.day,
                    expiresIn: Bool.random(using: &generator)
                        ? Double.random(in: -9...9, using: &generator) * Self.day : nil,
                    bytes: Int.random(in: 1...500, using: &generator)
                )
            }
            let policy = RetentionPolicy(
                maximumAge: Bool.random(using: &generator) ? 30 * Self.day : nil,
                tenantAges: ["b": 10 * Self.day],
                minimumFreeBytes: Int.random(in: 0...4000, using: &generator)
            )
            let free = Int.random(in: 0...4000, using: &generator)
            let removals = plan(results + results, policy, free: free).removals
            #expect(Set(removals.map(\.result)).count == removals.count)
            #expect(Set(removals.map(\.result)).isSubset(of: results))
            let forDisk = removals.filter { $0.cause == .disk }
            let freed = removals.reduce(0) { $0 + $1.result.bytes }
            if let last = forDisk.last {
                #expect(free < policy.minimumFreeBytes)
                #expect(free + freed - last.result.bytes < policy.comfortableFreeBytes)
            }
            let rest = results.filter { result in !removals.contains { $0.result == result } }
            #expect(plan(rest, policy, free: free + freed).removals.isEmpty)
        }
    }
}
