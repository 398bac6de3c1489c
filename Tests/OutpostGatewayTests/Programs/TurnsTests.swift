internal import Testing

@testable internal import OutpostGateway

@Suite("Turns")
struct TurnsTests {
    private actor Counts {
        private(set) var (now, most, all) = (0, 0, 0)

        func begin() {
            (now, all) = (now + 1, all + 1)
            most = max(most, now)
        }

        func end() { now -= 1 }
    }

    @Test("are taken by so many at once and no more, and everyone has one")
    func bounded() async throws {
        let turns = Turns(2)
        let counts = Counts()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await turns.run {
                        await counts.begin()
                        await Task.yield()
                        await counts.end()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(await counts.now == 0)
        #expect(await counts.most == 2)
        #expect(await counts.all == 50)
    }

    @Test("of those who are cancelled in the line, or fail, are the next one's")
    func givenBack() async throws {
        let turns = Turns(1)
        let (holding, release) = (AsyncStream<Void>.makeStream(), AsyncStream<Void>.makeStream())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await turns.run {
                    holding.continuation.finish()
                    for await _ in release.stream {}
                }
            }
            for await _ in holding.stream {}
            await withThrowingTaskGroup(of: Void.self) { waiting in
                waiting.addTask { try await turns.run {} }
                waiting.cancelAll()
                await #expect(throws: CancellationError.self) { try await waiting.waitForAll() }
            }
            release.continuation.finish()
            try await group.waitForAll()
        }
        await #expect(throws: Refusal.self) { try await turns.run { throw Refusal.notFound } }
        #expect(try await turns.run { 1 } == 1)
    }
}
