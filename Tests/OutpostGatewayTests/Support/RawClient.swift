internal import NIOCore
internal import NIOPosix

/// A connection to a door on which a test writes whatever bytes it likes.
struct RawClient: Sendable {
    let channel: any Channel
    private let bytes: AsyncStream<ByteBuffer>

    static func connect(_ path: String) async throws -> RawClient {
        let (stream, continuation) = AsyncStream<ByteBuffer>.makeStream()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Collector(continuation))
                }
            }
            .connect(unixDomainSocketPath: path)
            .get()
        return RawClient(channel: channel, bytes: stream)
    }

    func send(_ text: String) async throws { try await channel.writeAndFlush(ByteBuffer(string: text)) }

    /// Says that nothing more will be sent.
    func endSending() async throws { try await channel.close(mode: .output) }

    /// Reads until the text so far satisfies the condition, or the door closes.
    func read(until isEnough: (String) -> Bool = { _ in false }) async -> String {
        var text = ""
        for await buffer in bytes {
            text += String(buffer: buffer)
            if isEnough(text) { break }
        }
        return text
    }

    func close() async { try? await channel.close() }
}

private final class Collector: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let continuation: AsyncStream<ByteBuffer>.Continuation

    init(_ continuation: AsyncStream<ByteBuffer>.Continuation) {
        self.continuation = continuation
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        continuation.yield(unwrapInboundIn(data))
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent { continuation.finish() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {}

    func channelInactive(context: ChannelHandlerContext) { continuation.finish() }
}
