internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// Connections that were accepted and wait for somebody to serve them.
///
/// An asynchronous sequence of them would drop those that wait when its reader is cancelled, and SwiftNIO stops the
/// process when a connection is dropped without having been closed.
final class AcceptedConnections: Sendable {
    typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

    private struct Closed: Error {}

    private let waiting = Mutex<[Connection]?>([])
    /// Says that there are connections to take; ends with `finish` or with the reader's cancellation.
    let arrivals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    init() {
        (arrivals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Adds a connection, made only if it will be taken.
    func add(_ make: () throws -> Connection) throws {
        try waiting.withLock { waiting in
            guard waiting != nil else { throw Closed() }
            try waiting?.append(make())
        }
        signal.yield()
    }

    func take() -> [Connection] {
        waiting.withLock { waiting in
            defer { if waiting != nil { waiting = [] } }
            return waiting ?? []
        }
    }

    /// Refuses further connections, and returns the last ones.
    func close() -> [Connection] {
        waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting ?? []
        }
    }

    func finish() {
        signal.finish()
    }
}
