internal import Synchronization

/// One request and its response, as shared by the task that waits and the thread that transfers.
///
/// The thread reports events, the task takes results; both only ever hold the lock for a moment. A waiting task is woken by
/// every event and looks again, so no continuation carries a value and each is resumed exactly once.
final class Exchange: Sendable {
    private struct State {
        var transfer = TransferState()
        var upload: RequestBodyBuffer
        var readers: [CheckedContinuation<Void, Never>] = []
        var pump: Task<Void, Never>?
        var pumpWaiter: CheckedContinuation<Void, Never>?

        mutating func takeReaders() -> [CheckedContinuation<Void, Never>] {
            defer { readers = [] }
            return readers
        }
    }

    let request: CurlRequest
    private let loop: MultiLoop
    private let state: Mutex<State>

    init(request: CurlRequest, loop: MultiLoop) {
        self.request = request
        self.loop = loop
        let length: Int? = if case .stream(let length, _) = request.body { length } else { nil }
        state = Mutex(State(upload: RequestBodyBuffer(length: length)))
    }
}

// MARK: - For the task

extension Exchange {
    /// Hands the exchange to the loop and waits for the head of the response.
    func start() async -> Result<ResponseHead, CurlError> {
        await withTaskCancellationHandler {
            if !Task.isCancelled { submit() }
            while true {
                if let head = state.withLock({ $0.transfer.currentHead() }) { return head }
                await wait(for: .head)
            }
        } onCancel: {
            cancel()
        }
    }

    /// Waits for bytes of the body; nil is its end.
    func nextChunk() async -> Result<[UInt8]?, CurlError> {
        await withTaskCancellationHandler {
            while true {
                switch state.withLock({ $0.transfer.takeChunk() }) {
                case .success(.bytes(let bytes, let resumesTransfer)):
                    if resumesTransfer { loop.enqueue(.resume(self, .download)) }
                    return .success(bytes)
                case .success(.end): return .success(nil)
                case .failure(let error): return .failure(error)
                case nil: await wait(for: .body)
                }
            }
        } onCancel: {
            cancel()
        }
    }

    /// Ends the exchange and closes its connection, unless it has ended already.
    func cancel() {
        fail(.cancelled)
    }

    /// Ends the exchange with an error found on this side, and has the loop drop the transfer.
    func fail(_ error: CurlError) {
        // An early cancellation may come before the start is queued; the loop then finds the exchange finished.
        if finish(.failure(error)) { loop.enqueue(.drop(self)) }
    }

    private func submit() {
        guard loop.enqueue(.start(self)) else {
            finish(.failure(.cancelled))
            return
        }
        if case .stream(_, let chunks) = request.body { startPump(chunks) }
    }

    private func wait(for interest: TransferState.Interest) async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if state.transfer.isReady(for: interest) { return true }
                state.readers.append(continuation)
                return false
            }
            if isReady { continuation.resume() }
        }
    }
}

// MARK: - For the thread

extension Exchange {
    var isFinished: Bool { state.withLock { $0.transfer.isFinished } }

    /// How far the response has come.
    var phase: CurlError.Phase { state.withLock { $0.transfer.phase } }

    /// Takes a header line; false refuses the response.
    func receive(headerLine line: [UInt8]) -> Bool {
        let (isAccepted, isRefusal, readers) = state.withLock { state in
            let isAccepted = state.transfer.receive(headerLine: line)
            let readers = state.transfer.isReady(for: .head) ? state.takeReaders() : []
            return (isAccepted, state.transfer.isRefusal, readers)
        }
        // libcurl stops an upload when an error is answered, but waits for ever for one that is paused at that moment.
        for reader in readers { reader.resume() }
        if isRefusal, case .stream = request.body { loop.enqueue(.resume(self, .upload)) }
        return isAccepted
    }

    /// Takes bytes of the body, or says that they have to wait.
    func receive(body: [UInt8]) -> TransferState.Intake {
        let (intake, readers) = state.withLock { state in
            (state.transfer.receive(body: body), state.takeReaders())
        }
        for reader in readers { reader.resume() }
        return intake
    }

    /// Gives bytes of a streamed request body, or says that there are none yet.
    func supply(upTo count: Int) -> RequestBodyBuffer.Supply {
        let (supply, waiter) = state.withLock { state in
            (state.upload.take(upTo: count), state.upload.hasRoom ? state.pumpWaiter.take() : nil)
        }
        waiter?.resume()
        return supply
    }

    /// Ends the exchange; only the first end counts.
    ///
    /// - Returns: whether it was the first.
    @discardableResult
    func finish(_ result: Result<Void, CurlError>) -> Bool {
        let (isFirst, readers, pump, waiter) = state.withLock { state in
            (state.transfer.finish(result), state.takeReaders(), state.pump.take(), state.pumpWaiter.take())
        }
        for reader in readers { reader.resume() }
        pump?.cancel()
        waiter?.resume()
        return isFirst
    }
}

// MARK: - The request's body

extension Exchange {
    /// Starts to pull the request's body.
    ///
    /// This is an unstructured task because the upload may go on after `send` has returned the head of the response; the end
    /// of the exchange cancels it.
    private func startPump(_ chunks: AsyncThrowingStream<[UInt8], any Error>) {
        let pump = Task { await self.pump(chunks) }
        let isLate = state.withLock { state in
            if !state.transfer.isFinished { state.pump = pump }
            return state.transfer.isFinished
        }
        if isLate { pump.cancel() }
    }

    @concurrent
    private func pump(_ chunks: AsyncThrowingStream<[UInt8], any Error>) async {
        do {
            for try await chunk in chunks where !chunk.isEmpty {
                guard !isFinished else { return }
                if try state.withLock({ try $0.upload.append(chunk) }) { loop.enqueue(.resume(self, .upload)) }
                await waitForRoom()
            }
            // A stream ends without an error when its task is cancelled: that is no end of the body.
            guard !Task.isCancelled else { return cancel() }
            if try state.withLock({ try $0.upload.end() }) { loop.enqueue(.resume(self, .upload)) }
        } catch {
            fail(.requestBodyFailed(error))
        }
    }

    private func waitForRoom() async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if state.upload.hasRoom || state.transfer.isFinished { return true }
                state.pumpWaiter = continuation
                return false
            }
            if isReady { continuation.resume() }
        }
    }
}
