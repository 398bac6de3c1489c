internal import Foundation
internal import TestSupport
internal import Testing

@testable internal import OutpostServer

@Suite("An answer that is kept for a moment", .timeLimit(.minutes(10)))
struct RecentAnswerTests {
    private struct Failure: Error {}

    private let recent = RecentAnswer<Int>()
    private let now = Samples.epoch

    @Test("is made again when it is old, and says how old it is")
    func age() async throws {
        let first = try await recent.answer(at: now) { 1 }
        #expect(first.answer == 1)
        #expect(first.age == nil)
        let kept = try await recent.answer(at: now.addingTimeInterval(4)) { 2 }
        #expect(kept.answer == 1)
        #expect(kept.age == 4)
        let next = try await recent.answer(at: now.addingTimeInterval(5)) { 2 }
        #expect(next.answer == 2)
        #expect(next.age == nil)
    }

    @Test("is asked for again after a failure")
    func failure() async throws {
        await #expect(throws: Failure.self) { try await recent.answer(at: now) { throw Failure() } }
        #expect(try await recent.answer(at: now) { 2 }.answer == 2)
    }

    @Test("is made by another one who waits when whoever asked first is gone")
    func cancelled() async throws {
        let isAsked = Gate()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                _ = try await recent.answer(at: now) {
                    isAsked.open()
                    try await Gate().pass()
                    return 1
                }
            }
            try await isAsked.pass()
            async let second = recent.answer(at: now) { 2 }
            group.cancelAll()
            #expect(try await second.answer == 2)
            await #expect(throws: CancellationError.self) { try await group.waitForAll() }
        }
    }
}
