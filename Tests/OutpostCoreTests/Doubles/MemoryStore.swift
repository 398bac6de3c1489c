internal import Foundation
internal import OutpostCore
internal import Synchronization

/// A store of one dispatch that says when something became durable.
final class MemoryStore: DispatchStore {
    private let kept: Mutex<Dispatch>
    private let journal: Journal
    private let faults: Faults

    init(_ dispatch: Dispatch, journal: Journal, faults: Faults) {
        kept = Mutex(dispatch)
        self.journal = journal
        self.faults = faults
    }

    var state: DispatchState { kept.withLock { $0.state } }

    func insert(_ dispatch: Dispatch) async throws { kept.withLock { $0 = dispatch } }

    func dispatch(_ id: DispatchID) async throws -> Dispatch? {
        kept.withLock { $0.id == id ? $0 : nil }
    }

    func apply(_ event: DispatchEvent, to id: DispatchID, at now: Date) async throws -> (DispatchChange, DispatchState)
    {
        let word = Self.word(event)
        if let fault = faults["commit " + word] { throw fault }
        let result = kept.withLock { dispatch in
            let change = dispatch.state.apply(event)
            return (change, dispatch.state)
        }
        journal.note((result.0 == .changed ? "commit " : "\(result.0) ") + word)
        return result
    }

    private static func word(_ event: DispatchEvent) -> String {
        switch event {
        case .provisioning: "provisioning"
        case .containerCreated: "container"
        case .claimed: "claimed"
        case .started: "started"
        case .requeued: "requeued"
        case .stopRequested(let cause, _): "stop \(cause.rawValue)"
        case .completing: "completing"
        case .concluded(let end, _): "end \(end.status.rawValue) \(end.reason.rawValue)"
        }
    }
}
