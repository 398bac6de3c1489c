internal import Foundation
internal import NIOCore
internal import NIOPosix
internal import TestSupport

/// Many readers of one dispatch's events, each with a connection of its own.
///
/// They count; a client for each would take longer to read than the server takes to write.
struct Crowd: Sendable {
    private let tallies: [Observed<Tally>]
    private let channels: [any Channel]

    /// What one reader has seen.
    struct Tally: Sendable, Equatable {
        var lines = 0
        var hasEnd = false
        var isClosed = false
    }

    /// Connects readers one after the other; stalled ones never take a byte off the network.
    @concurrent
    static func connect(
        _ count: Int,
        to server: RunningServer,
        path: String,
        key: String,
        areStalled: Bool
    ) async throws
        -> Crowd
    {
        let request = "GET \(path) HTTP/1.1\r\nHost: localhost\r\nX-API-Key: \(key)\r\n\r\n"
        var tallies: [Observed<Tally>] = []
        var channels: [any Channel] = []
        for _ in 0..<count {
            let tally = Observed(Tally())
            let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelOption(.autoRead, value: !areStalled)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(CrowdReader(tally))
                    }
                }
            // The kernel would take in a good part of the log for somebody who does not read it.
            let sized = areStalled ? bootstrap.channelOption(.socketOption(.so_rcvbuf), value: 4096) : bootstrap
            let channel = try await sized.connect(host: "127.0.0.1", port: server.port).get()
            try await channel.writeAndFlush(ByteBuffer(string: request))
            tallies.append(tally)
            channels.append(channel)
        }
        return Crowd(tallies: tallies, channels: channels)
    }

    /// Waits until everybody's stream is over, and returns what each has seen; `next` is called after each of them.
    func finished(_ next: () throws -> Void) async throws -> [Tally] {
        var seen: [Tally] = []
        for tally in tallies {
            seen.append(try await tally.wait { $0.hasEnd || $0.isClosed })
            try next()
        }
        return seen
    }

    func close() {
        for channel in channels { channel.close(promise: nil) }
    }
}

/// Counts the lines in a stream of events.
private final class CrowdReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private static let line = Data("event: log\n".utf8)
    private static let end = Data("event: end\n".utf8)

    private let tally: Observed<Crowd.Tally>
    /// What may be the beginning of a word.
    private var rest = Data()

    init(_ tally: Observed<Crowd.Tally>) { self.tally = tally }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        rest.append(contentsOf: unwrapInboundIn(data).readableBytesView)
        var lines = 0
        while let found = rest.range(of: Self.line) {
            lines += 1
            rest = rest[found.upperBound...]
        }
        let hasEnd = rest.range(of: Self.end) != nil
        if rest.count >= Self.line.count { rest = Data(rest.suffix(Self.line.count - 1)) }
        tally.update {
            $0.lines += lines
            $0.hasEnd = $0.hasEnd || hasEnd
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        tally.update { $0.isClosed = true }
    }
}
