internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// The listening socket of a scripted model.
struct ScriptedModelListener: Sendable {
    private let channel: any Channel
    private let accepted: AcceptedConnections

    static func bind(host: String, port: Int) async throws -> ScriptedModelListener {
        let accepted = AcceptedConnections()
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.configureHTTPServerPipeline()
                    try accepted.add { try AcceptedConnections.Connection(wrappingChannelSynchronously: child) }
                }
            }
            .bind(host: host, port: port)
            .get()
        return ScriptedModelListener(channel: channel, accepted: accepted)
    }

    var port: Int { channel.localAddress?.port ?? 0 }

    /// Answers connections until the listener is closed or the task is cancelled; then closes them.
    func serve(_ responder: Responder, _ log: RequestLog) async {
        await withDiscardingTaskGroup { group in
            for await _ in accepted.arrivals {
                for connection in accepted.take() {
                    group.addTask { await ScriptedModelConnection(connection, responder, log).run() }
                }
            }
            group.cancelAll()
            for connection in accepted.close() {
                group.addTask { await ScriptedModelConnection(connection, responder, log).run() }
            }
        }
    }

    func close() async {
        // Fails only where it is closed already.
        try? await channel.close()
        accepted.finish()
    }
}
