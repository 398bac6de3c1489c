internal import Synchronization

/// The master keys of a store that is open: the one in use, and the one that is to take over.
///
/// One that was replaced stays known while the process lives: a row that was read before may still be sealed under it.
final class KeyRing: Sendable {
    private struct State {
        var keys: [String: MasterKey]
        var newest: MasterKey
    }

    private let state: Mutex<State>

    init(current: MasterKey) {
        state = Mutex(State(keys: [current.id: current], newest: current))
    }

    /// The key under which what is new is sealed.
    var newest: MasterKey { state.withLock { $0.newest } }

    func key(_ id: String) -> MasterKey? { state.withLock { $0.keys[id] } }

    /// From now on what is new is sealed under that key.
    func prepare(_ next: MasterKey) {
        state.withLock { state in
            state.keys[next.id] = next
            state.newest = next
        }
    }
}
