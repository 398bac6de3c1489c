/// Lets so many at once do something that costs this machine much; the others wait in line.
actor Turns {
    private var free: Int
    private var line: [AsyncStream<Void>.Continuation] = []

    init(_ most: Int) {
        free = most
    }

    /// Runs `body` when it is its turn.
    ///
    /// - Throws: `CancellationError` while it waits, or what `body` threw.
    nonisolated func run<Output: Sendable>(_ body: () async throws -> Output) async throws -> Output {
        try await begin()
        do {
            let output = try await body()
            await end()
            return output
        } catch {
            await end()
            throw error
        }
    }

    private func begin() async throws {
        guard free == 0 else {
            free -= 1
            return
        }
        let (turn, continuation) = AsyncStream<Void>.makeStream()
        line.append(continuation)
        for await _ in turn { return }
        throw CancellationError()
    }

    private func end() {
        while !line.isEmpty {
            // One who was cancelled takes no turn.
            if case .enqueued = line.removeFirst().yield() { return }
        }
        free += 1
    }
}
