internal import OutpostCore
internal import Synchronization

/// A delegate that writes down what it is told and answers as the test says.
final class RecordingDelegate: DoorDelegate {
    struct Log: Sendable {
        var jobsFetched = 0
        var boots: [String] = []
        var progress: [String] = []
        var finished: [FinishedReport] = []
        var artifactBytes = 0
        var egress: [EgressDecision] = []
    }

    let log = Mutex(Log())
    /// Every model exchange, in the order of their ends.
    let exchanges: AsyncStream<ModelExchange>
    private let exchangesContinuation: AsyncStream<ModelExchange>.Continuation
    private let start: @Sendable (String) async throws -> Bool
    private let receive: @Sendable (AsyncThrowingStream<[UInt8], any Error>) async throws -> Void

    init(
        start: @escaping @Sendable (String) async throws -> Bool = { _ in true },
        receive: @escaping @Sendable (AsyncThrowingStream<[UInt8], any Error>) async throws -> Void = { stream in
            for try await _ in stream {}
        }
    ) {
        self.start = start
        self.receive = receive
        (exchanges, exchangesContinuation) = AsyncStream.makeStream()
    }

    func jobFetched() async { log.withLock { $0.jobsFetched += 1 } }

    func started(boot: String) async throws -> Bool {
        log.withLock { $0.boots.append(boot) }
        return try await start(boot)
    }

    func progressed(phase: String, message: String) async {
        log.withLock { $0.progress.append("\(phase):\(message)") }
    }

    func receiveArtifacts(_ stream: AsyncThrowingStream<[UInt8], any Error>) async throws {
        try await receive(stream)
    }

    func finished(_ report: FinishedReport) async { log.withLock { $0.finished.append(report) } }

    func modelExchanged(_ exchange: ModelExchange) async { exchangesContinuation.yield(exchange) }

    func egressDecided(_ decision: EgressDecision) async { log.withLock { $0.egress.append(decision) } }

    /// Waits for the next exchange with the model.
    func nextExchange() async -> ModelExchange? {
        for await exchange in exchanges { return exchange }
        return nil
    }
}
