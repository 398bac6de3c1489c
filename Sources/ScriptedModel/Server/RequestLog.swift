internal import Synchronization

/// What happened on a scripted model's connections.
package enum ScriptedModelEvent: Sendable, Equatable {
    /// A request arrived, whole.
    case request(RecordedRequest)
    /// The client closed the connection before its response was complete.
    case disconnect
}

/// The record of a server: everything that happened, and those who wait for what happens next.
final class RequestLog: Sendable {
    private struct State {
        var events: [ScriptedModelEvent] = []
        var generations = 0
        var listeners: [Int: AsyncStream<ScriptedModelEvent>.Continuation] = [:]
        var nextListener = 0
    }

    private let state = Mutex(State())

    /// Records a request and gives it its ordinal.
    func record(_ request: RecordedRequest, isGeneration: Bool) -> RecordedRequest {
        state.withLock { state in
            if isGeneration { state.generations += 1 }
            let numbered = request.with(ordinal: isGeneration ? state.generations : nil)
            Self.append(.request(numbered), to: &state)
            return numbered
        }
    }

    func recordDisconnect() {
        state.withLock { Self.append(.disconnect, to: &$0) }
    }

    var events: [ScriptedModelEvent] {
        state.withLock { $0.events }
    }

    /// Past events at once, then those to come.
    func stream() -> AsyncStream<ScriptedModelEvent> {
        let (stream, continuation) = AsyncStream.makeStream(of: ScriptedModelEvent.self)
        let listener = state.withLock { state in
            for event in state.events { continuation.yield(event) }
            state.nextListener += 1
            state.listeners[state.nextListener] = continuation
            return state.nextListener
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.listeners.removeValue(forKey: listener) }
        }
        return stream
    }

    func finish() {
        // Finishing calls `onTermination`, which takes the lock.
        let listeners = state.withLock { state in
            defer { state.listeners = [:] }
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.finish() }
    }

    private static func append(_ event: ScriptedModelEvent, to state: inout State) {
        state.events.append(event)
        for listener in state.listeners.values { listener.yield(event) }
    }
}
