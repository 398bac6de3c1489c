internal import Testing

@testable internal import CurlHTTP

@Suite("The state of a transfer")
struct TransferStateTests {
    private func withHead() -> TransferState {
        var state = TransferState()
        _ = state.receive(headerLine: Array("HTTP/1.1 200 OK\r\n".utf8))
        _ = state.receive(headerLine: Array("\r\n".utf8))
        return state
    }

    private func take(_ state: inout TransferState) throws -> TransferState.Chunk? {
        try state.takeChunk()?.get()
    }

    private func error(of state: inout TransferState) -> CurlError? {
        if case .failure(let error) = state.takeChunk() { error } else { nil }
    }

    @Test("a success without a complete head is a lost connection")
    func cutHead() {
        var state = TransferState()
        _ = state.receive(headerLine: Array("HTTP/1.1 200 OK\r\n".utf8))
        state.finish(.success(()))
        #expect(error(of: &state)?.lostPhase == .inHeaders)

        var silent = TransferState()
        silent.finish(.success(()))
        #expect(error(of: &silent)?.lostPhase == .beforeResponse)
    }

    @Test("the first end wins")
    func firstEnd() {
        var state = withHead()
        let outcomes = [state.finish(.failure(.deadlineExceeded)), state.finish(.failure(.cancelled))]
        #expect(outcomes == [true, false])
        #expect(error(of: &state)?.isDeadline == true)
    }

    @Test("pauses at the high-water mark and resumes once, when the reader has taken all")
    func backPressure() throws {
        var state = withHead()
        let chunk = [UInt8](repeating: 1, count: 100 << 10)
        let intakes = (0..<4).map { _ in state.receive(body: chunk) }
        #expect(intakes == [.accepted, .accepted, .accepted, .paused])
        #expect(try take(&state) == .bytes(chunk + chunk + chunk, resumesTransfer: true))
        _ = state.receive(body: [2])
        #expect(try take(&state) == .bytes([2], resumesTransfer: false))
        #expect(try take(&state) == nil)
    }

    @Test("what arrived before a failure is handed over before it")
    func bytesThenFailure() throws {
        var state = withHead()
        _ = state.receive(body: [1, 2])
        state.finish(.failure(.connectionLost(phase: .inBody, "cut")))
        #expect(try take(&state) == .bytes([1, 2], resumesTransfer: false))
        #expect(error(of: &state)?.lostPhase == .inBody)
    }

    @Test("a cancellation drops what waits and refuses what comes")
    func cancelled() {
        var state = withHead()
        _ = state.receive(body: [1])
        state.finish(.failure(.cancelled))
        let intake = state.receive(body: [2])
        let isHeaderTaken = state.receive(headerLine: [0x0D, 0x0A])
        #expect(intake == .refused)
        #expect(!isHeaderTaken)
        #expect(error(of: &state)?.isCancelled == true)
        if case .failure(.cancelled) = state.currentHead() {} else { Issue.record("the head is still there") }
    }
}
