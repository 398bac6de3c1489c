internal import Foundation
internal import NIOCore
internal import NIOPosix

/// An HTTP/1.1 server for tests that records every request and answers byte for byte as it is told.
///
/// It can do what no proper server does: cut, hang, answer early, close a connection when it is reused.
package final class RawServer: Sendable {
    /// Where a server listens.
    package enum Listening: Sendable {
        /// A unix socket in `/tmp` under a random short name.
        case unix
        /// A free port of 127.0.0.1.
        case tcp
    }

    /// How a server treats requests before it answers.
    package struct Behaviour: Sendable {
        /// Answers when the head has come and does not read the body unless the answer says so.
        package var answersEarly = false
        /// Sends `100 Continue` when the client expects it.
        package var confirmsExpectation = true
        /// Bytes sent to every connection as soon as it is accepted.
        package var greeting: [UInt8] = []

        /// Makes a behaviour: by default, answers follow the whole request.
        package init(answersEarly: Bool = false, confirmsExpectation: Bool = true, greeting: [UInt8] = []) {
            self.answersEarly = answersEarly
            self.confirmsExpectation = confirmsExpectation
            self.greeting = greeting
        }
    }

    /// What a server has seen so far.
    package struct Log: Sendable {
        /// Every request whose head has come, in the order of arrival.
        package var requests: [RawRequest] = []
        /// Connections accepted.
        package var opened = 0
        /// Connections that are gone, whoever closed them.
        package var closed = 0
        /// Bytes handed to the system for sending.
        package var bytesSent = 0
        /// Bytes received.
        package var bytesReceived = 0

        fileprivate var channels: [any Channel] = []
    }

    /// The unix socket, or nil for TCP.
    package let socketPath: String?
    /// The base URL; over a unix socket its host means nothing.
    package let url: String
    /// What the server has seen, to look at or to wait for.
    package let log: Observed<Log>

    private init(socketPath: String?, url: String, log: Observed<Log>) {
        self.socketPath = socketPath
        self.url = url
        self.log = log
    }

    /// The requests so far.
    package var requests: [RawRequest] { log.value.requests }

    /// Waits until that many requests have come whole, and returns them.
    package func waitForRequests(_ count: Int) async throws -> [RawRequest] {
        try await log.wait { $0.requests.count { $0.isComplete } >= count }.requests
    }

    /// Waits until that many connections are gone.
    package func waitForClosed(_ count: Int) async throws {
        try await log.wait { $0.closed >= count }
    }
}

extension RawServer {
    /// Runs a server around `body`; the answer to each request is asked of `answer`.
    package static func withServer<Output: Sendable>(
        _ listening: Listening = .unix,
        behaviour: Behaviour = .init(),
        answer: @escaping @Sendable (RawRequest) -> RawAnswer,
        _ body: (RawServer) async throws -> Output
    ) async throws -> Output {
        let log = Observed(Log())
        let path = "/tmp/x-\(UUID().uuidString.prefix(8).lowercased()).sock"
        let listener = try await bind(listening, path: path, log: log)
        defer { if case .unix = listening { try? FileManager.default.removeItem(atPath: path) } }
        let port = listener.channel.localAddress?.port ?? 0
        let server =
            switch listening {
            case .unix: RawServer(socketPath: path, url: "http://localhost", log: log)
            case .tcp: RawServer(socketPath: nil, url: "http://127.0.0.1:\(port)", log: log)
            }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await accept(on: listener, behaviour: behaviour, log: log, answer: answer) }
            let output = try await body(server)
            group.cancelAll()
            return output
        }
    }

    /// Runs a server around `body`; the n-th request gets the n-th answer, and those beyond them a 500.
    package static func withServer<Output: Sendable>(
        _ listening: Listening = .unix,
        behaviour: Behaviour = .init(),
        answers: [RawAnswer],
        _ body: (RawServer) async throws -> Output
    ) async throws -> Output {
        let remaining = Observed(answers)
        return try await withServer(
            listening,
            behaviour: behaviour,
            answer: { _ in
                let next = remaining.update { $0.isEmpty ? nil : $0.removeFirst() }
                return next ?? .response(500, body: Array("no answer was scripted".utf8))
            },
            body
        )
    }

    private typealias Listener = NIOAsyncChannel<any Channel, Never>

    private static func bind(_ listening: Listening, path: String, log: Observed<Log>) async throws -> Listener {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 4096)
            // Nothing is read before the connection's session is there to take it.
            .childChannelOption(.autoRead, value: false)
        let register: @Sendable (any Channel) -> EventLoopFuture<any Channel> = { channel in
            log.update {
                $0.opened += 1
                $0.channels.append(channel)
            }
            channel.closeFuture.whenComplete { _ in log.update { $0.closed += 1 } }
            return channel.eventLoop.makeSucceededFuture(channel)
        }
        return switch listening {
        case .unix: try await bootstrap.bind(unixDomainSocketPath: path, childChannelInitializer: register)
        case .tcp: try await bootstrap.bind(host: "127.0.0.1", port: 0, childChannelInitializer: register)
        }
    }

    @concurrent
    private static func accept(
        on listener: Listener,
        behaviour: Behaviour,
        log: Observed<Log>,
        answer: @escaping @Sendable (RawRequest) -> RawAnswer
    ) async throws {
        // Those that were accepted but never taken are closed here too.
        defer { for channel in log.value.channels { channel.close(promise: nil) } }
        try await listener.executeThenClose { channels in
            try await withThrowingDiscardingTaskGroup { group in
                var ordinal = 0
                for try await channel in channels {
                    let number = ordinal
                    ordinal += 1
                    group.addTask {
                        // A connection that breaks is what these tests are about.
                        try? await RawServerSession.serve(channel, number, behaviour, log, answer)
                    }
                }
            }
        }
    }
}
