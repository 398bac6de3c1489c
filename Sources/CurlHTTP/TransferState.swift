/// What one exchange has received and how it ended: a state machine without locks, threads or libcurl.
///
/// The first end wins: a cancellation that comes after the last byte changes nothing, and neither does the error that
/// libcurl reports because of a cancellation.
struct TransferState {
    /// What a reader waits for.
    enum Interest { case head, body }

    /// What becomes of bytes that libcurl offers.
    enum Intake: Equatable { case accepted, paused, refused }

    /// What a reader gets; nil in its place means wait.
    enum Chunk: Equatable {
        case bytes([UInt8], resumesTransfer: Bool)
        case end
    }

    /// Bytes that may wait unread before the transfer is paused.
    static let highWaterMark = 256 << 10

    private var head: ResponseHead?
    private var parser = ResponseHeadParser()
    private var unread: [UInt8] = []
    private var isPaused = false
    private var ending: Result<Void, CurlError>?

    var isFinished: Bool { ending != nil }

    /// Whether the head is complete and reports an error or a redirect.
    var isRefusal: Bool { (head?.status ?? 0) >= 300 }

    /// How far the response has come, for errors.
    var phase: CurlError.Phase {
        if head != nil { return .inBody }
        return parser.hasBegun ? .inHeaders : .beforeResponse
    }

    /// Takes a header line; false refuses the response.
    mutating func receive(headerLine line: [UInt8]) -> Bool {
        guard !isFinished else { return false }
        switch parser.receive(line: line) {
        case .incomplete: return true
        case .complete(let head):
            self.head = head
            return true
        case .refused(let reason):
            finish(.failure(.invalid(reason)))
            return false
        }
    }

    /// Takes body bytes, unless too many wait; libcurl offers those again later.
    mutating func receive(body: some Collection<UInt8>) -> Intake {
        guard !isFinished else { return .refused }
        guard unread.count < Self.highWaterMark else {
            isPaused = true
            return .paused
        }
        unread.append(contentsOf: body)
        return .accepted
    }

    /// Ends the exchange; only the first call counts.
    ///
    /// - Returns: whether it was the first.
    @discardableResult
    mutating func finish(_ result: Result<Void, CurlError>) -> Bool {
        guard ending == nil else { return false }
        if case .success = result, head == nil {
            let reason = "the connection closed before the end of the response head"
            ending = .failure(.connectionLost(phase: phase, reason))
        } else {
            ending = result
        }
        if case .failure(.cancelled) = result { unread = [] }
        return true
    }

    func isReady(for interest: Interest) -> Bool {
        switch interest {
        case .head: head != nil || isFinished
        case .body: !unread.isEmpty || isFinished
        }
    }

    /// Returns the head, the failure, or nil while neither is known.
    func currentHead() -> Result<ResponseHead, CurlError>? {
        if case .failure(.cancelled) = ending { return .failure(.cancelled) }
        if let head { return .success(head) }
        if case .failure(let error) = ending { return .failure(error) }
        return nil
    }

    /// Takes all bytes that wait; what arrived before a failure is handed over before the failure.
    mutating func takeChunk() -> Result<Chunk, CurlError>? {
        if !unread.isEmpty {
            let bytes = unread
            let resumes = isPaused && !isFinished
            unread = []
            isPaused = false
            return .success(.bytes(bytes, resumesTransfer: resumes))
        }
        switch ending {
        case .success: return .success(.end)
        case .failure(let error): return .failure(error)
        case nil: return nil
        }
    }
}
