internal import NIOCore
internal import Synchronization

/// What a channel has read, for any task to take, one at a time.
///
/// The channel must not read by itself (`autoRead` off): it reads when somebody waits, so what piles up here is at
/// most what one read brings.
final class Inbox<Part: Sendable>: Sendable {
    private struct State {
        var parts = CircularBuffer<Part>()
        var ended = false
        var failure: (any Error)?
        var gone = false
        var waiter: CheckedContinuation<Part?, any Error>?
        var watchers: [ObjectIdentifier: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())
    private let channel: any Channel

    init(channel: any Channel) {
        self.channel = channel
    }

    /// Takes the next part, waiting for it; nil when the peer sends no more.
    func next() async throws -> Part? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if let ready = take(orWait: continuation) {
                    continuation.resume(with: ready)
                } else {
                    channel.read()
                }
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiter.take() }
            waiter?.resume(throwing: CancellationError())
        }
    }

    /// Runs an operation, and cancels it as soon as the channel is closed.
    ///
    /// - Throws: ``ClientGone`` when the channel closed first.
    func whileOpen<R: Sendable>(_ operation: @escaping @Sendable () async throws -> R) async throws -> R {
        try await withThrowingTaskGroup(of: R?.self) { group in
            group.addTask { try await operation() }
            group.addTask {
                await self.waitUntilGone()
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let result = first else { throw ClientGone() }
            return result
        }
    }

    private func take(orWait continuation: CheckedContinuation<Part?, any Error>) -> Result<Part?, any Error>? {
        state.withLock { state in
            if let part = state.parts.popFirst() { return .success(part) }
            if let failure = state.failure { return .failure(failure) }
            if state.ended { return .success(nil) }
            if Task.isCancelled { return .failure(CancellationError()) }
            guard state.waiter == nil else { return .failure(InboxBusy()) }
            state.waiter = continuation
            return nil
        }
    }

    private func waitUntilGone() async {
        let watch = Watch()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let over = state.withLock { state in
                    if state.gone || Task.isCancelled { return true }
                    state.watchers[ObjectIdentifier(watch)] = continuation
                    return false
                }
                if over { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.watchers.removeValue(forKey: ObjectIdentifier(watch)) }?.resume()
        }
    }
}

extension Inbox {
    /// True while somebody waits for a part, so that the channel should go on reading.
    var isAwaited: Bool { state.withLock { $0.waiter != nil } }

    /// Called by the channel with what it read.
    func push(_ part: Part) {
        let waiter = state.withLock { state -> CheckedContinuation<Part?, any Error>? in
            guard let waiter = state.waiter.take() else {
                state.parts.append(part)
                return nil
            }
            return waiter
        }
        waiter?.resume(returning: part)
    }

    /// Called by the channel when nothing more will come.
    ///
    /// - Parameters:
    ///   - failure: why, when the peer broke the protocol.
    ///   - gone: true when the channel is closed both ways.
    func finish(_ failure: (any Error)? = nil, gone: Bool = false) {
        let (waiter, watchers) = state.withLock { state in
            state.ended = true
            state.failure = state.failure ?? failure
            var watchers: [CheckedContinuation<Void, Never>] = []
            if gone {
                state.gone = true
                watchers = Array(state.watchers.values)
                state.watchers = [:]
            }
            return (state.waiter.take(), watchers)
        }
        if let failure { waiter?.resume(throwing: failure) } else { waiter?.resume(returning: nil) }
        for watcher in watchers { watcher.resume() }
    }
}

/// The other side closed the connection before the exchange was over.
struct ClientGone: Error {}

/// Two tasks read the same connection at once.
struct InboxBusy: Error {}

/// An identity for one waiter.
private final class Watch: Sendable {}
