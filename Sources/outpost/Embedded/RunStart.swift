internal import Synchronization

/// The point after which a run has to be brought to its end: before it there is nothing to hand in or to remove.
final class RunStart: Sendable {
    private enum State {
        case ahead, passed, dropped
    }

    private let state = Mutex(State.ahead)

    /// Passes the point.
    ///
    /// - Throws: ``CommandFailure`` when the run was dropped before.
    func pass() throws(CommandFailure) {
        let isDropped = state.withLock { state in
            if state == .ahead { state = .passed }
            return state == .dropped
        }
        if isDropped { throw Self.cancelled }
    }

    /// Drops a run that has not passed the point; returns whether it did.
    func drop() -> Bool {
        state.withLock { state in
            if state == .ahead { state = .dropped }
            return state == .dropped
        }
    }

    /// What a dropped run ends with.
    static let cancelled = CommandFailure(.cancelled, "cancelled before the agent was started")
}
