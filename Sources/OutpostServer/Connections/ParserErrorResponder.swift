internal import Foundation
internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes
internal import OutpostAPI

/// Gives the envelope to the answer with which the HTTP library refuses what it cannot parse.
///
/// Every answer of a route carries a request id; one that does not comes from the library.
final class ParserErrorResponder: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let now: @Sendable () -> Date
    private let makeRequestID: @Sendable () -> String

    init(now: @escaping @Sendable () -> Date, makeRequestID: @escaping @Sendable () -> String) {
        self.now = now
        self.makeRequestID = makeRequestID
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(let head) = unwrapOutboundIn(data), head.status == .badRequest,
            head.headerFields[.requestID] == nil, let answer = answer()
        else { return context.write(data, promise: promise) }
        context.write(wrapOutboundOut(.head(answer.head)), promise: nil)
        context.write(wrapOutboundOut(.body(answer.body)), promise: promise)
    }

    private func answer() -> (head: HTTPResponse, body: ByteBuffer)? {
        let id = makeRequestID()
        let envelope = ErrorEnvelope(
            error: ErrorBody(code: .validation, message: "The request is not valid HTTP, or its head is too large"),
            meta: Meta(requestId: id, timestamp: APITime(now()))
        )
        guard let data = try? APICoding.encode(envelope) else { return nil }
        let head = HTTPResponse(
            status: .badRequest,
            headerFields: [
                .contentType: "application/json; charset=utf-8", .contentLength: String(data.count),
                .connection: "close", .requestID: id,
            ]
        )
        return (head, ByteBuffer(bytes: data))
    }
}
