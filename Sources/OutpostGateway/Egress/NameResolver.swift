internal import NIOCore
internal import NIOPosix
internal import OutpostCore

/// Asks the system's resolver for addresses, on threads of its own and within a time.
///
/// Nobody can interrupt the system's resolver. Where name servers do not answer, it holds a thread for as long as
/// `/etc/resolv.conf` says; these threads hold nothing else up, and who asked goes on without an answer.
package final class NameResolver: Sendable {
    private let threads: NIOThreadPool
    private let limit: Duration
    private let ask: @Sendable (String, Int) throws -> String?

    /// For repositories' hosts.
    package static let shared = NameResolver(threads: 8)
    /// For webhooks' hosts, so that dead ones do not keep repositories' waiting.
    package static let webhooks = NameResolver(threads: 4)

    /// - Parameters:
    ///   - threads: how many names are looked up at once.
    ///   - limit: time for an answer, waiting for a thread included.
    ///   - ask: finds the first address of a host, given with its port, and blocks; the system's resolver by default.
    init(
        threads: Int,
        limit: Duration = .seconds(5),
        ask: @escaping @Sendable (String, Int) throws -> String? = NameResolver.systemAddress
    ) {
        self.threads = NIOThreadPool(numberOfThreads: threads)
        self.limit = limit
        self.ask = ask
    }

    deinit {
        threads.shutdownGracefully { _ in }
    }

    /// The first address of a host; nil when it is not found, or not in time.
    ///
    /// - Throws: `CancellationError`.
    func address(of rule: EgressRule) async throws -> String? {
        threads.start()
        let eventLoop = MultiThreadedEventLoopGroup.singleton.any()
        let answer = eventLoop.makePromise(of: String?.self)
        let clock = ContinuousClock()
        let end = clock.now + limit
        let timer = eventLoop.scheduleTask(in: TimeAmount(limit)) { answer.succeed(nil) }
        threads.runIfActive(eventLoop: eventLoop) { [ask] in
            // Who waited in vain for a thread has gone: the thread is for the next.
            clock.now < end ? try ask(rule.host, rule.port) : nil
        }
        .whenComplete { result in
            timer.cancel()
            answer.succeed(try? result.get())
        }
        let address = try await answer.futureResult.get()
        try Task.checkCancellation()
        return address
    }

    private static func systemAddress(host: String, port: Int) throws -> String? {
        try SocketAddress.makeAddressResolvingHost(host, port: port).ipAddress
    }
}
