internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// The body of one request, read as fast as it is taken.
final class RequestBody: Sendable {
    private struct State {
        var received = 0
        var ended = false
        var expectsContinue: Bool
    }

    /// Bytes that the head announced; nil when the body is chunked.
    let length: Int?
    private let connection: Connection
    private let state: Mutex<State>

    init(head: HTTPRequestHead, connection: Connection) {
        let chunked = head.headers.contains(name: "transfer-encoding")
        length = chunked ? nil : head.headers.first(name: "content-length").flatMap(Int.init) ?? 0
        self.connection = connection
        let expects = head.headers["expect"].contains { $0.lowercased() == "100-continue" }
        state = Mutex(State(expectsContinue: expects && head.version == .http1_1))
    }

    /// True when every byte of the body was taken.
    var isComplete: Bool { state.withLock { $0.ended || $0.received == length } }

    /// Takes the next piece; nil at the end.
    ///
    /// - Throws: ``ClientGone`` when the connection closed before the end.
    func next() async throws -> ByteBuffer? {
        if state.withLock({ $0.ended }) { return nil }
        try await sendContinueIfExpected()
        switch try await connection.inbox.next() {
        case .body(let bytes):
            state.withLock { $0.received += bytes.readableBytes }
            return bytes
        case .end:
            state.withLock { $0.ended = true }
            return nil
        case .head, nil:
            throw ClientGone()
        }
    }

    /// Tells a client that waits for it to send the body.
    func sendContinueIfExpected() async throws {
        let due = state.withLock { state in
            defer { state.expectsContinue = false }
            return state.expectsContinue && state.received == 0
        }
        guard due else { return }
        let head = HTTPResponseHead(version: .http1_1, status: .continue)
        try await connection.channel.writeAndFlush(HTTPServerResponsePart.head(head))
    }

    /// Says that the final answer begins: it is too late for telling the client to go on.
    func stopExpectingContinue() { state.withLock { $0.expectsContinue = false } }

    /// Reads the whole body.
    ///
    /// - Throws: ``Refusal`` 413 when it is larger than `limit` bytes.
    func collect(limit: Int) async throws -> [UInt8] {
        let tooLarge = Refusal(413, "TOO_LARGE", "the body is larger than \(limit) bytes")
        if let length, length > limit { throw tooLarge }
        var bytes: [UInt8] = []
        while let piece = try await next() {
            guard bytes.count + piece.readableBytes <= limit else { throw tooLarge }
            bytes.append(contentsOf: piece.readableBytesView)
        }
        return bytes
    }

    /// The body as a stream that reads the connection only when it is read itself.
    func stream() -> AsyncThrowingStream<[UInt8], any Error> {
        AsyncThrowingStream { try await self.next().map { Array($0.readableBytesView) } }
    }

    /// Reads on to the end of the body; false when that takes more than `limit` bytes.
    func drain(limit: Int) async throws -> Bool {
        stopExpectingContinue()
        var seen = 0
        while let piece = try await next() {
            seen += piece.readableBytes
            if seen > limit { return false }
        }
        return true
    }
}
