internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// One request and its answer.
final class Exchange: Sendable {
    private enum Progress {
        case unanswered, headSent, ended, raw
    }

    let head: HTTPRequestHead
    let target: RequestTarget
    let body: RequestBody
    let connection: Connection
    private let progress = Mutex(Progress.unanswered)
    private let keepsAlive: Mutex<Bool>

    init(head: HTTPRequestHead, connection: Connection) {
        self.head = head
        self.connection = connection
        target = RequestTarget(head)
        body = RequestBody(head: head, connection: connection)
        // After a request to upgrade, or for a tunnel, the parser reads no further requests: it would keep all that comes.
        let isLast = head.method == .CONNECT || head.headers.contains(name: "upgrade")
        keepsAlive = Mutex(head.isKeepAlive && !isLast)
    }

    /// True as long as nothing was answered, so that an error can still be told.
    var isUnanswered: Bool { progress.withLock { $0 == .unanswered } }

    /// Sends the head of the answer.
    ///
    /// `headers` may hold a `content-length`; without one the body is chunked, or ends with the connection for
    /// HTTP/1.0. Answers that have no body (to HEAD, 204, 304) get no framing beyond what `headers` say.
    func begin(_ status: Int, _ headers: HTTPHeaders = [:]) async throws {
        let first = progress.withLock { progress in
            defer { if progress == .unanswered { progress = .headSent } }
            return progress == .unanswered
        }
        guard first else { throw AlreadyAnswered() }
        body.stopExpectingContinue()
        let status = HTTPResponseStatus(statusCode: status)
        var headers = headers
        let hasBody = head.method != .HEAD && status.mayHaveResponseBody
        if hasBody, !headers.contains(name: "content-length") {
            if head.version == .http1_1 {
                headers.replaceOrAdd(name: "transfer-encoding", value: "chunked")
            } else {
                keepsAlive.withLock { $0 = false }
            }
        }
        if !body.isComplete || headers["connection"] == ["close"] { keepsAlive.withLock { $0 = false } }
        if !keepsAlive.withLock({ $0 }) {
            headers.replaceOrAdd(name: "connection", value: "close")
        } else if head.version != .http1_1 {
            headers.replaceOrAdd(name: "connection", value: "keep-alive")
        }
        let response = HTTPResponseHead(version: head.version, status: status, headers: headers)
        try await connection.channel.writeAndFlush(HTTPServerResponsePart.head(response))
    }

    /// Sends a piece of the answer's body and returns when the socket has taken it.
    func send(_ bytes: ByteBuffer) async throws {
        guard bytes.readableBytes > 0, head.method != .HEAD else { return }
        try await connection.channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(bytes)))
    }

    /// Sends a piece of the answer's body and returns when the socket has taken it.
    func send(_ bytes: [UInt8]) async throws {
        try await send(ByteBuffer(bytes: bytes))
    }

    /// Ends the answer.
    func end() async throws {
        progress.withLock { $0 = .ended }
        try await connection.channel.writeAndFlush(HTTPServerResponsePart.end(nil))
    }

    /// Says that the connection now carries something else than answers in HTTP parts.
    func handOver() { progress.withLock { $0 = .raw } }

    /// Runs an operation, and cancels it as soon as the container closes the connection.
    func whileConnected<R: Sendable>(_ operation: @escaping @Sendable () async throws -> R) async throws -> R {
        try await connection.inbox.whileOpen(operation)
    }

    /// Ends the exchange; false when the connection cannot carry another.
    func conclude() async throws -> Bool {
        if isUnanswered { try await refuse(Refusal(500, "INTERNAL", "the gateway failed to answer")) }
        guard progress.withLock({ $0 == .ended }) else { return false }
        if keepsAlive.withLock({ $0 }) { return try await body.drain(limit: 64 << 10) }
        if !body.isComplete {
            // Closing with unread bytes would reset the connection under an answer that is not read yet.
            try? await connection.channel.close(mode: .output)
            _ = try? await body.drain(limit: 16 << 20)
        }
        return false
    }
}

/// A second answer to one request: a mistake of ours.
struct AlreadyAnswered: Error {}
