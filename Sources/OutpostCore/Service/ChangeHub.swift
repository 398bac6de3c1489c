internal import Synchronization

/// Wakes whoever watches a dispatch.
///
/// A wake-up carries nothing: watchers read the log and the state for themselves, at their own pace. So a slow watcher
/// costs one pending wake-up, whatever it missed.
package final class ChangeHub: Sendable {
    private struct Watchers {
        var next = 0
        var streams: [DispatchID: [Int: AsyncStream<Void>.Continuation]] = [:]
    }

    private let watchers = Mutex(Watchers())

    package init() {}

    /// Watches a dispatch until ``finish(_:)``; the first wake-up is there at once.
    package func changes(of id: DispatchID) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let ticket = watchers.withLock { watchers in
            watchers.next += 1
            watchers.streams[id, default: [:]][watchers.next] = continuation
            return watchers.next
        }
        continuation.onTermination = { [weak self] _ in self?.leave(id, ticket) }
        continuation.yield()
        return stream
    }

    /// Wakes everybody who watches the dispatch.
    package func notify(_ id: DispatchID) {
        for continuation in continuations(of: id) { continuation.yield() }
    }

    /// Wakes everybody once more and ends their streams.
    package func finish(_ id: DispatchID) {
        let streams = watchers.withLock { $0.streams.removeValue(forKey: id) ?? [:] }
        for continuation in streams.values {
            continuation.yield()
            continuation.finish()
        }
    }

    private func continuations(of id: DispatchID) -> [AsyncStream<Void>.Continuation] {
        watchers.withLock { Array(($0.streams[id] ?? [:]).values) }
    }

    private func leave(_ id: DispatchID, _ ticket: Int) {
        watchers.withLock { watchers in
            watchers.streams[id]?[ticket] = nil
            if watchers.streams[id]?.isEmpty == true { watchers.streams[id] = nil }
        }
    }
}
