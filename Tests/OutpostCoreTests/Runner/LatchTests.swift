internal import TestSupport
internal import Testing

@testable internal import OutpostCore

@Suite("A latch", .timeLimit(.minutes(10)))
struct LatchTests {
    @Test("lets through all who wait, and all who come")
    func open() async throws {
        let latch = Latch()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { try await latch.wait() } }
            group.addTask { latch.open() }
            for _ in 0..<50 { group.addTask { try await latch.wait() } }
            try await group.waitForAll()
        }
        latch.open()
        try await latch.wait()
    }

    @Test("lets go of who is cancelled, and of nobody else")
    func cancel() async throws {
        let latch = Latch()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await withTaskGroup(of: Void.self) { inner in
                    inner.addTask {
                        await #expect(throws: CancellationError.self) { try await latch.wait() }
                    }
                    inner.cancelAll()
                }
                latch.open()
            }
            group.addTask { try await latch.wait() }
            try await group.waitForAll()
        }
    }

    @Test("of a stop signal keeps the first cause")
    func stopSignal() async {
        let signal = StopSignal()
        signal.stop(.timeout)
        signal.stop(.cancel)
        #expect(await signal.wait() == .timeout)
    }
}
