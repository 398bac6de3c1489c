internal import Foundation
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import OutpostCore

/// The bound socket of a door.
struct Listener: Sendable {
    let address: DoorAddress
    private let server: NIOAsyncChannel<Connection, Never>
    private let connections: ConnectionRegistry

    static func bind(_ listener: DoorListener, group: any EventLoopGroup) async throws -> Listener {
        let connections = ConnectionRegistry()
        let bootstrap = bootstrap(group: group)
        let initialize: @Sendable (any Channel) -> EventLoopFuture<Connection> = { channel in
            channel.eventLoop.makeCompletedFuture { try accept(channel, into: connections) }
        }
        switch listener {
        case .unixSocket(let path):
            try makeFolder(for: path)
            let server = try await bootstrap.bind(
                unixDomainSocketPath: path,
                cleanupExistingSocketFile: true,
                childChannelInitializer: initialize
            )
            do {
                // The container's user is not ours; the directory above decides who gets here.
                try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: path)
            } catch {
                try? await server.channel.close()
                throw error
            }
            return Listener(address: .unixSocket(path: path), server: server, connections: connections)
        case .tcp(let host, let port, _):
            let server = try await bootstrap.bind(host: host, port: port, childChannelInitializer: initialize)
            let bound = server.channel.localAddress?.port ?? port
            return Listener(address: .tcp(host: host, port: bound), server: server, connections: connections)
        }
    }

    /// Makes the socket's folder where it is absent: others may enter it, since it is bound into the container.
    ///
    /// It outlives the socket, or a container that is adopted later would see another folder than its own.
    private static func makeFolder(for path: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard !FileManager.default.fileExists(atPath: folder) else { return }
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755]
        )
    }

    private static func bootstrap(group: any EventLoopGroup) -> ServerBootstrap {
        ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 128)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                // Too many open files must not end the accept loop: it waits and goes on.
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        AcceptBackoffHandler(shouldForwardIOErrorCaught: false)
                    )
                }
            }
            .childChannelOption(.autoRead, value: false)
    }

    private static func accept(_ channel: any Channel, into connections: ConnectionRegistry) throws -> Connection {
        do {
            try connections.add(channel)
            return try Connection.configure(channel)
        } catch {
            // Nobody else closes a channel that did not become a connection.
            channel.close(promise: nil)
            throw error
        }
    }

    /// Accepts and serves connections until the task is cancelled, then closes all of them and the socket.
    func serve(_ host: any ExchangeHost) async {
        do {
            try await server.executeThenClose { inbound in
                try await withThrowingDiscardingTaskGroup { group in
                    for try await connection in inbound {
                        group.addTask { await connection.serve(host) }
                    }
                    group.cancelAll()
                }
            }
        } catch {
            if !Task.isCancelled { host.logger.error("door stopped listening", metadata: ["error": "\(error)"]) }
        }
        connections.closeAll()
        if case .unixSocket(let path) = address { try? FileManager.default.removeItem(atPath: path) }
    }
}
