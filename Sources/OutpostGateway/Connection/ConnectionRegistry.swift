internal import NIOCore
internal import Synchronization

/// The open connections of one door: bounds their number, and closes those that no task has taken up yet.
final class ConnectionRegistry: Sendable {
    private let limit: Int
    private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

    init(limit: Int = 256) {
        self.limit = limit
    }

    /// Takes a connection in until it closes.
    ///
    /// - Throws: ``TooManyConnections``; closing the channel is then left to the caller.
    func add(_ channel: any Channel) throws {
        let key = ObjectIdentifier(channel)
        let fits = channels.withLock { channels in
            guard channels.count < limit else { return false }
            channels[key] = channel
            return true
        }
        guard fits else { throw TooManyConnections() }
        channel.closeFuture.whenComplete { [self] _ in
            channels.withLock { _ = $0.removeValue(forKey: key) }
        }
    }

    func closeAll() {
        for channel in channels.withLock({ Array($0.values) }) { channel.close(promise: nil) }
    }
}

/// A door has as many connections as it may.
struct TooManyConnections: Error {}
