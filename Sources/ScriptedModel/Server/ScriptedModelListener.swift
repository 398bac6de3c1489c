internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// The listening socket of a scripted model.
struct ScriptedModelListener: Sendable {
    typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

    private let channel: NIOAsyncChannel<Connection, Never>
    let port: Int

    static func bind(host: String, port: Int) async throws -> ScriptedModelListener {
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .bind(host: host, port: port) { child in
                child.eventLoop.makeCompletedFuture {
                    // Pipelining assistance stops reading during a response, and with it the news that the client left.
                    try child.pipeline.syncOperations.configureHTTPServerPipeline(withPipeliningAssistance: false)
                    return try Connection(wrappingChannelSynchronously: child)
                }
            }
        return ScriptedModelListener(channel: channel, port: channel.channel.localAddress?.port ?? port)
    }

    /// Answers connections until the listener is closed.
    func serve(_ responder: Responder, _ log: RequestLog) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            try await channel.executeThenClose { connections in
                for try await connection in connections {
                    group.addTask { await ScriptedModelConnection(connection, responder, log).run() }
                }
            }
            group.cancelAll()
        }
    }

    func close() async {
        // Fails only where it is closed already.
        try? await channel.channel.close()
    }
}
