internal import Foundation
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import OutpostAPI
internal import ServiceLifecycle
internal import TestSupport
internal import Testing

@testable internal import OutpostServer

/// The administration on a unix socket, for as long as a test needs it.
enum SocketServer {
    static func with(
        _ server: OutpostServer,
        at path: String,
        _ body: (SocketClient) async throws -> Void
    ) async throws {
        let running = Gate()
        let application = server.adminApplication(socketPath: path) { _ in running.open() }
        let group = ServiceGroup(services: [application], logger: server.logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            try await running.pass()
            try await body(SocketClient(path: path))
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}

/// One request a connection, as plain bytes.
struct SocketClient: Sendable {
    let path: String

    func connect() async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(unixDomainSocketPath: path) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
    }

    func send(
        _ method: String,
        _ target: String,
        headers: [String] = [],
        body: String = ""
    ) async throws -> (status: Int, text: String) {
        let channel = try await connect()
        return try await channel.executeThenClose { inbound, outbound in
            let request =
                "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + headers.map { $0 + "\r\n" }.joined() + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
            try await outbound.write(ByteBuffer(string: request))
            var answer = ByteBuffer()
            for try await part in inbound { answer.writeImmutableBuffer(part) }
            let text = String(buffer: answer)
            let words = text.split(separator: " ", maxSplits: 2)
            return (try #require(Int(words.dropFirst().first ?? "")), text)
        }
    }
}
