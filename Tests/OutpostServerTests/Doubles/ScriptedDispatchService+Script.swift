internal import Foundation
internal import OutpostCore
internal import Synchronization

extension ScriptedDispatchService {
    /// Puts a dispatch there.
    func add(_ dispatch: Dispatch) {
        state.withLock { $0.dispatches[dispatch.id] = dispatch }
    }

    /// Appends lines to the log and wakes readers.
    func log(_ messages: [String], to id: DispatchID, stream: OutputLine.Stream = .stdout) {
        state.withLock { state in
            var lines = state.logs[id] ?? []
            for message in messages {
                lines.append(
                    LogEntry(sequence: lines.count + 1, time: Samples.epoch, stream: stream, message: message)
                )
            }
            state.logs[id] = lines
            for watcher in state.watchers[id] ?? [] { watcher.yield() }
        }
    }

    /// Lets the agent start.
    func start(_ id: DispatchID) {
        state.withLock { state in
            guard var dispatch = state.dispatches[id] else { return }
            _ = dispatch.state.apply(.provisioning(containerName: "outpost-1"))
            _ = dispatch.state.apply(.containerCreated(id: "c1"))
            _ = dispatch.state.apply(.started(boot: "b1", at: Samples.epoch))
            state.dispatches[id] = dispatch
            for watcher in state.watchers[id] ?? [] { watcher.yield() }
        }
    }

    /// Ends a dispatch, wakes readers, and ends their streams.
    @discardableResult
    func end(_ id: DispatchID, _ end: DispatchEnd) throws -> Dispatch {
        try state.withLock { state in
            guard var dispatch = state.dispatches[id] else { throw ServiceError.notFound }
            _ = dispatch.state.apply(.concluded(end, at: Samples.epoch.addingTimeInterval(60)))
            state.dispatches[id] = dispatch
            for watcher in state.watchers.removeValue(forKey: id) ?? [] {
                watcher.yield()
                watcher.finish()
            }
            return dispatch
        }
    }

    var drafts: [DispatchDraft] { state.withLock { $0.drafts } }
    var queries: [DispatchQuery] { state.withLock { $0.queries } }
    var reasons: [String] { state.withLock { $0.reasons } }

    /// Lets the next call fail.
    func fail(with error: any Error) { state.withLock { $0.failure = error } }
}
