internal import Synchronization

/// A value that tests watch: one side changes it, the other waits until it satisfies a condition.
///
/// It takes the place of sleeping and polling. A wait that never comes true ends with the test's time limit.
package final class Observed<Value: Sendable>: Sendable {
    private struct Waiter {
        let id: UInt64
        let condition: @Sendable (Value) -> Bool
        let continuation: CheckedContinuation<Value, any Error>
    }

    private struct State {
        var value: Value
        var waiters: [Waiter] = []
        var nextID: UInt64 = 0
        var cancelled: Set<UInt64> = []
    }

    private let state: Mutex<State>

    /// Makes a watched value.
    package init(_ value: Value) {
        state = Mutex(State(value: value))
    }

    /// The value at this moment.
    package var value: Value { state.withLock { $0.value } }

    /// Changes the value, wakes those whose condition now holds, and returns what `change` returned.
    @discardableResult
    package func update<Output: Sendable>(_ change: (inout Value) -> Output) -> Output {
        let (output, value, woken) = state.withLock { state in
            let output = change(&state.value)
            let value = state.value
            let woken = state.waiters.filter { $0.condition(value) }
            state.waiters.removeAll { $0.condition(value) }
            return (output, value, woken)
        }
        for waiter in woken { waiter.continuation.resume(returning: value) }
        return output
    }

    /// Waits until the condition holds, and returns the value for which it did.
    ///
    /// - Throws: `CancellationError`.
    @discardableResult
    package func wait(until condition: @escaping @Sendable (Value) -> Bool) async throws -> Value {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome: Result<Value, any Error>? = state.withLock { state in
                    if condition(state.value) { return .success(state.value) }
                    if state.cancelled.remove(id) != nil { return .failure(CancellationError()) }
                    state.waiters.append(Waiter(id: id, condition: condition, continuation: continuation))
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            cancel(id)
        }
    }

    private func cancel(_ id: UInt64) {
        let continuation = state.withLock { state in
            if let index = state.waiters.firstIndex(where: { $0.id == id }) {
                return Optional(state.waiters.remove(at: index).continuation)
            }
            state.cancelled.insert(id)
            return nil
        }
        continuation?.resume(throwing: CancellationError())
    }
}

/// A gate that starts closed and opens once.
package typealias Gate = Observed<Bool>

extension Observed where Value == Bool {
    /// Makes a closed gate.
    package convenience init() { self.init(false) }

    /// Opens the gate for everybody who waits, and for all who come.
    package func open() { update { $0 = true } }

    /// Waits until the gate is open.
    package func pass() async throws { try await wait { $0 } }
}
