package import Foundation

/// Something that happened to a dispatch.
package enum DispatchEvent: Sendable, Hashable {
    /// A container of this name will be made for the next attempt.
    case provisioning(containerName: String)
    /// The engine made it.
    case containerCreated(id: String)
    /// The next attempt has this container, which was made ahead of it.
    case claimed(containerName: String, id: String)
    /// The runtime with this nonce is about to run the agent.
    case started(boot: String, at: Date)
    /// Its container is gone and never ran the agent: it waits again.
    case requeued
    /// It has to stop; whoever asked may have said why.
    case stopRequested(StopCause, reason: String? = nil)
    /// The agent ended; results are being collected.
    case completing
    /// It is over.
    case concluded(DispatchEnd, at: Date)
}

/// What an event did.
package enum DispatchChange: Sendable, Hashable {
    /// The state changed and has to be stored.
    case changed
    /// The event said what was known already.
    case unchanged
    /// The event lost: another boot started, another cause or end came first, or the dispatch is over.
    case refused
}

extension DispatchState {
    /// Takes one event.
    ///
    /// Pure: no clock, no ids, no input or output.
    ///
    /// Whatever the order in which events race, the first start, the first stop cause and the first end stay.
    package mutating func apply(_ event: DispatchEvent) -> DispatchChange {
        if case .concluded(let end, let at) = event { return conclude(end, at: at) }
        guard !status.isTerminal else { return .refused }
        switch event {
        case .provisioning(let name): return provision(name)
        case .containerCreated(let id): return recordContainer(id)
        case .claimed(let name, let id): return claim(name, id)
        case .started(let boot, let at): return start(boot, at: at)
        case .requeued: return requeue()
        case .stopRequested(let cause, let reason): return stop(cause, reason)
        case .completing: return complete()
        case .concluded: return .refused
        }
    }

    private mutating func provision(_ name: String) -> DispatchChange {
        guard status == .pending, stopCause == nil else { return .refused }
        status = .provisioning
        attempt += 1
        containerName = name
        return .changed
    }

    private mutating func recordContainer(_ id: String) -> DispatchChange {
        guard status == .provisioning else { return .refused }
        guard containerID != id else { return .unchanged }
        containerID = id
        return .changed
    }

    private mutating func claim(_ name: String, _ id: String) -> DispatchChange {
        guard provision(name) == .changed else { return .refused }
        containerID = id
        return .changed
    }

    private mutating func start(_ boot: String, at: Date) -> DispatchChange {
        if let known = self.boot { return known == boot ? .unchanged : .refused }
        guard status == .provisioning, stopCause == nil else { return .refused }
        self.boot = boot
        startedAt = at
        status = .running
        return .changed
    }

    /// What may have run the agent is never run again.
    private mutating func requeue() -> DispatchChange {
        guard status == .provisioning, boot == nil, stopCause == nil else {
            return status == .pending ? .unchanged : .refused
        }
        status = .pending
        containerName = nil
        containerID = nil
        return .changed
    }

    private mutating func stop(_ cause: StopCause, _ reason: String?) -> DispatchChange {
        if let known = stopCause { return known == cause ? .unchanged : .refused }
        stopCause = cause
        stopReason = reason
        return .changed
    }

    private mutating func complete() -> DispatchChange {
        guard status == .running else { return status == .completing ? .unchanged : .refused }
        status = .completing
        return .changed
    }

    private mutating func conclude(_ end: DispatchEnd, at: Date) -> DispatchChange {
        if let known = self.end { return known == end ? .unchanged : .refused }
        guard end.status.isTerminal else { return .refused }
        self.end = end
        endedAt = at
        status = end.status
        return .changed
    }
}
