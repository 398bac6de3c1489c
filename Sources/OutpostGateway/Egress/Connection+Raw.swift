internal import NIOCore
internal import NIOHTTP1

extension Connection {
    /// Takes HTTP out of what we send: from now on the channel takes bytes.
    func sendRaw() async throws {
        try await channel.pipeline.removeHandler(name: HandlerName.encoder).get()
    }

    /// Takes HTTP out of what we read: from now on every body part is bytes as they come, and the end is the peer's.
    func receiveRaw() async throws {
        try await channel.setOption(.allowRemoteHalfClosure, value: true).get()
        try await channel.eventLoop.submit { [channel] in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.context(name: HandlerName.decoder).handler
            try pipeline.addHandler(RawReader(), position: .after(decoder))
        }.get()
        // What the decoder still holds goes to the handler that was just put behind it.
        try await channel.pipeline.removeHandler(name: HandlerName.decoder).get()
    }

    /// The next bytes of a connection that reads raw; nil at the end.
    func nextRaw() async throws -> ByteBuffer? {
        while let part = try await inbox.next() {
            if case .body(let bytes) = part { return bytes }
        }
        return nil
    }
}

/// Makes body parts of bytes, so that a connection's inbox serves for a tunnel too.
private final class RawReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = HTTPServerRequestPart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.fireChannelRead(wrapInboundOut(.body(unwrapInboundIn(data))))
    }
}
