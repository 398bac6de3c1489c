internal import Synchronization

/// Tells one running dispatch to stop, once, from anywhere.
package final class StopSignal: Sendable {
    private let stream: AsyncStream<StopCause>
    private let continuation: AsyncStream<StopCause>.Continuation

    package init() {
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    /// Asks for the stop; later calls change nothing.
    package func stop(_ cause: StopCause) {
        continuation.yield(cause)
        continuation.finish()
    }

    /// Waits for the request; nil when the task is cancelled first.
    ///
    /// One waiter only.
    func wait() async -> StopCause? {
        for await cause in stream { return cause }
        return nil
    }
}
