internal import Foundation
internal import NIOCore
internal import NIOHTTP1

/// One client's connection: requests answered one after the other.
struct ScriptedModelConnection: Sendable {
    private typealias Outbound = NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>

    private let connection: AcceptedConnections.Connection
    private let responder: Responder
    private let log: RequestLog

    init(_ connection: AcceptedConnections.Connection, _ responder: Responder, _ log: RequestLog) {
        self.connection = connection
        self.responder = responder
        self.log = log
    }

    func run() async {
        // A connection that breaks ends, and concerns nobody else.
        try? await connection.executeThenClose { inbound, outbound in
            var parts = inbound.makeAsyncIterator()
            while let (request, keepsAlive) = try await nextRequest(&parts) {
                let endpoint = Endpoint(method: request.method, path: request.path)
                let numbered = log.record(request, isGeneration: endpoint?.isGeneration ?? false)
                let plan = responder.plan(for: numbered, now: Int(Date().timeIntervalSince1970))
                guard try await answer(plan, isHead: request.method == "HEAD", outbound) && keepsAlive else { return }
            }
        }
    }

    private func nextRequest(
        _ parts: inout NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator
    ) async throws -> (RecordedRequest, keepsAlive: Bool)? {
        guard case .head(let head)? = try await parts.next(isolation: #isolation) else { return nil }
        var body: [UInt8] = []
        while let part = try await parts.next(isolation: #isolation) {
            switch part {
            case .head: return nil
            case .body(let buffer): body.append(contentsOf: buffer.readableBytesView)
            case .end:
                let request = RecordedRequest(
                    method: head.method.rawValue,
                    path: head.uri,
                    headers: head.headers.map { (name: $0.name, value: $0.value) },
                    body: body
                )
                return (request, head.isKeepAlive)
            }
        }
        return nil
    }

    /// Sends a response, given up as soon as the client goes; false where the connection is of no more use.
    private func answer(_ plan: ResponsePlan, isHead: Bool, _ outbound: Outbound) async throws -> Bool {
        let (closed, continuation) = AsyncStream.makeStream(of: Never.self)
        connection.channel.closeFuture.whenComplete { _ in continuation.finish() }
        return try await withThrowingTaskGroup(of: Ending.self) { group in
            group.addTask { try await send(plan, isHead: isHead, outbound) }
            group.addTask {
                for await _ in closed {}
                return .clientGone
            }
            let ending = try await first(of: &group)
            group.cancelAll()
            // The stream also ends when this server is told to stop.
            if ending == .clientGone, !Task.isCancelled { log.recordDisconnect() }
            return ending == .complete
        }
    }

    /// A write to a client that has gone throws: that is the same ending as seeing the connection close.
    private func first(of group: inout ThrowingTaskGroup<Ending, any Error>) async throws -> Ending {
        do {
            return try await group.next() ?? .cut
        } catch {
            try Task.checkCancellation()
            return .clientGone
        }
    }

    private enum Ending: Sendable {
        case complete
        case cut
        case clientGone
    }

    private func send(_ plan: ResponsePlan, isHead: Bool, _ outbound: Outbound) async throws -> Ending {
        if case .never = plan.body {
            try await Task.sleep(for: .seconds(86_400))
            return .cut
        }
        if plan.delay > .zero { try await Task.sleep(for: plan.delay) }
        var headers = HTTPHeaders(plan.headers)
        if let length = plan.contentLength {
            headers.add(name: "content-length", value: String(length))
        } else {
            headers.add(name: "transfer-encoding", value: "chunked")
        }
        let status = HTTPResponseStatus(statusCode: plan.status)
        try await outbound.write(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers)))
        for chunk in isHead ? [] : plan.chunks {
            if plan.chunkDelay > .zero { try await Task.sleep(for: plan.chunkDelay) }
            try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: chunk))))
        }
        if plan.isCut { return .cut }
        try await outbound.write(.end(nil))
        return .complete
    }
}
