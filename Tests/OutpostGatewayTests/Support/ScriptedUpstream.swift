internal import CurlHTTP
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import OutpostCore
internal import Synchronization

/// A request as an upstream received it, and the means to answer.
struct UpstreamCall: Sendable {
    let head: HTTPRequestHead
    let channel: any Channel
    /// Reads the request's body, or what is left of it.
    let body: @Sendable () async throws -> [UInt8]

    func begin(_ status: HTTPResponseStatus, _ headers: HTTPHeaders = [:]) async throws {
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        try await channel.writeAndFlush(HTTPServerResponsePart.head(head))
    }

    func write(_ text: String) async throws { try await write(Array(text.utf8)) }

    func write(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: bytes))))
    }

    func end() async throws { try await channel.writeAndFlush(HTTPServerResponsePart.end(nil)) }

    func reply(_ status: HTTPResponseStatus, _ headers: HTTPHeaders = [:], _ text: String = "") async throws {
        var headers = headers
        headers.replaceOrAdd(name: "content-length", value: "\(text.utf8.count)")
        try await begin(status, headers)
        if !text.isEmpty { try await write(text) }
        try await end()
        if !head.isKeepAlive || headers["connection"] == ["close"] { try await channel.close() }
    }

    /// Returns when the other side has closed the connection.
    func waitForClose() async throws { try await channel.closeFuture.get() }
}

/// A server that stands in for a provider or another host.
struct ScriptedUpstream: Sendable {
    let port: Int
    private let heads: HeadList

    var url: String { "http://127.0.0.1:\(port)" }
    /// The heads that arrived so far.
    var received: [HTTPRequestHead] { heads.all }

    fileprivate init(port: Int, heads: HeadList) {
        self.port = port
        self.heads = heads
    }

    func model(_ dialect: ModelDialect = .anthropic, header: String = "x-api-key") -> ModelRoute {
        ModelRoute(upstream: url, header: header, credential: DoorFixture.credential, dialect: dialect)
    }
}

/// All connections, those that were accepted but never taken among them.
private final class AcceptedChannels: Sendable {
    private let channels = Mutex<[any Channel]>([])
    func add(_ channel: any Channel) { channels.withLock { $0.append(channel) } }
    func close() { for channel in channels.withLock({ $0 }) { channel.close(promise: nil) } }
}

private final class HeadList: Sendable {
    private let heads = Mutex<[HTTPRequestHead]>([])
    var all: [HTTPRequestHead] { heads.withLock { $0 } }
    func add(_ head: HTTPRequestHead) { heads.withLock { $0.append(head) } }
}

/// Runs a server that treats every request with `script`, while `body` runs.
///
/// With `allowsHalfClosure` the server goes on when its client ends its side; otherwise that closes the connection.
func withUpstream<R: Sendable>(
    allowsHalfClosure: Bool = false,
    _ script: @escaping @Sendable (UpstreamCall) async throws -> Void,
    _ body: (ScriptedUpstream) async throws -> R
) async throws -> R {
    let accepted = AcceptedChannels()
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .childChannelOption(.allowRemoteHalfClosure, value: allowsHalfClosure)
        // Nothing is read before somebody is there to take it: a wrapped connection that nobody takes is a crash.
        .childChannelOption(.autoRead, value: false)
        .bind(host: "127.0.0.1", port: 0) { channel in
            accepted.add(channel)
            return channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                return channel
            }
        }
    defer { accepted.close() }
    let heads = HeadList()
    let upstream = ScriptedUpstream(port: server.channel.localAddress?.port ?? 0, heads: heads)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            try await server.executeThenClose { inbound in
                try await withThrowingDiscardingTaskGroup { connections in
                    for try await channel in inbound {
                        connections.addTask { try? await serve(channel, heads, script) }
                    }
                }
            }
        }
        let result = try await body(upstream)
        group.cancelAll()
        return result
    }
}

private func serve(
    _ channel: any Channel,
    _ heads: HeadList,
    _ script: @escaping @Sendable (UpstreamCall) async throws -> Void
) async throws {
    let connection = try await channel.eventLoop.submit {
        try NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>(wrappingChannelSynchronously: channel)
    }.get()
    try await connection.executeThenClose { inbound, _ in
        try await channel.setOption(.autoRead, value: true).get()
        let parts = PartReader(inbound.makeAsyncIterator())
        while let part = try await parts.next() {
            guard case .head(let head) = part else { continue }
            heads.add(head)
            try await script(
                UpstreamCall(head: head, channel: channel) { try await parts.body() }
            )
        }
    }
}

/// Lends one iterator to several tasks in turn.
private actor PartReader {
    private var iterator: NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator

    init(_ iterator: sending NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator) {
        self.iterator = iterator
    }

    func next() async throws -> HTTPServerRequestPart? {
        var local = iterator
        let part = try await local.next(isolation: self)
        iterator = local
        return part
    }

    func body() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let part = try await next() {
            switch part {
            case .body(let piece): bytes.append(contentsOf: piece.readableBytesView)
            case .end: return bytes
            case .head: continue
            }
        }
        return bytes
    }
}
