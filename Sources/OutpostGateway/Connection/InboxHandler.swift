internal import NIOCore

/// Puts what a channel reads into its inbox.
final class InboxHandler<Part: Sendable>: ChannelInboundHandler {
    typealias InboundIn = Part

    private let inbox: Inbox<Part>

    init(_ inbox: Inbox<Part>) {
        self.inbox = inbox
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        inbox.push(unwrapInboundIn(data))
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // A read may end in the middle of a part: who waits still waits.
        if inbox.isAwaited { context.read() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent { inbox.finish() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        inbox.finish(error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        inbox.finish(gone: true)
    }
}
