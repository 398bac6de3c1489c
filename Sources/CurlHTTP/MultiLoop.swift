internal import Synchronization

/// The side of the transfer thread that other threads see: a queue of commands, and the wake-up.
final class MultiLoop: Sendable {
    /// What the thread is asked to do.
    enum Command: Sendable {
        /// Begin the exchange, unless it has ended meanwhile.
        case start(Exchange)
        /// Go on with what a callback paused.
        case resume(Exchange, Transfer.Direction)
        /// Drop the transfer of an exchange that has ended; its connection closes.
        case drop(Exchange)
    }

    /// What the thread takes in one turn.
    struct Work {
        var commands: [Command]
        var isStopping: Bool
    }

    private enum Life { case idle, running, stopping, ended }

    private struct State {
        var life = Life.idle
        var commands: [Command] = []
        var multi: MultiHandle?
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    let configuration: CurlClient.Configuration
    private let state = Mutex(State())

    init(configuration: CurlClient.Configuration) {
        self.configuration = configuration
    }

    /// Queues a command and wakes the thread, which the first command starts.
    ///
    /// - Returns: false when the loop has been stopped or its thread cannot be started.
    @discardableResult
    func enqueue(_ command: Command) -> Bool {
        state.withLock { state in
            guard state.life == .running || (state.life == .idle && launch(&state)) else { return false }
            // The thread empties the queue after each wait, so commands behind the first need no wake-up of their own.
            if state.commands.isEmpty { state.multi?.wakeUp() }
            state.commands.append(command)
            return true
        }
    }

    /// Asks the thread to fail what is under way and to end.
    func stop() {
        state.withLock { state in
            switch state.life {
            case .idle: state.life = .ended
            case .running:
                state.life = .stopping
                state.multi?.wakeUp()
            case .stopping, .ended: break
            }
        }
    }

    /// Waits until the thread has let go of everything; `stop` comes first.
    func waitForEnd() async {
        await withCheckedContinuation { continuation in
            let isEnded = state.withLock { state in
                if state.life == .ended { return true }
                state.waiters.append(continuation)
                return false
            }
            if isEnded { continuation.resume() }
        }
    }

    private func launch(_ state: inout State) -> Bool {
        let idle = configuration.maximumIdleConnections
        guard let multi = MultiHandle(maximumIdleConnections: idle) else { return false }
        // The thread keeps the loop alive, and the loop's owner ends the thread.
        guard DetachedThread.start({ LoopThread(loop: self, multi: multi).run() }) else {
            multi.close()
            return false
        }
        state.multi = multi
        state.life = .running
        return true
    }
}

// MARK: - For the thread

extension MultiLoop {
    func takeWork() -> Work {
        state.withLock { state in
            defer { state.commands = [] }
            return Work(commands: state.commands, isStopping: state.life == .stopping)
        }
    }

    /// Takes the multi handle out of the reach of other threads, before it is closed.
    func retireHandle() {
        state.withLock { $0.multi = nil }
    }

    func markEnded() {
        let waiters = state.withLock { state in
            defer { state.waiters = [] }
            state.life = .ended
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
