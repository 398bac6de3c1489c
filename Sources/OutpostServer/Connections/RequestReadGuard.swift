internal import NIOCore
internal import NIOHTTPTypes

/// Closes connections whose client takes too long to send a request, or sends far more of it than anybody reads.
///
/// The first head has a deadline, and so has each request's body. A body that was refused is still read to its end, so
/// that the client gets to see the answer; what exceeds all measure is cut off.
final class RequestReadGuard: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private static let maximumBodyBytes = 64 * 1024 * 1024

    private let firstHead: TimeAmount
    private let body: TimeAmount
    private var deadline: Scheduled<Void>?
    private var bodyBytes = 0

    init(firstHead: TimeAmount, body: TimeAmount) {
        self.firstHead = firstHead
        self.body = body
    }

    func handlerAdded(context: ChannelHandlerContext) {
        schedule(after: firstHead, context: context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        cancel()
    }

    func channelInactive(context: ChannelHandlerContext) {
        cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            bodyBytes = 0
            schedule(after: body, context: context)
        case .body(let part):
            bodyBytes += part.readableBytes
            if bodyBytes > Self.maximumBodyBytes { return context.close(promise: nil) }
        case .end: cancel()
        }
        context.fireChannelRead(data)
    }

    private func schedule(after time: TimeAmount, context: ChannelHandlerContext) {
        cancel()
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
    }

    /// Once only: each looks through all that the loop has scheduled, for as many connections as there are.
    private func cancel() {
        deadline?.cancel()
        deadline = nil
    }
}
