internal import OutpostCore
internal import Synchronization
internal import TestSupport

/// A waiting door that says who got it.
final class ScriptedWaitingDoor: WaitingDoor {
    struct Binding: Sendable {
        let configuration: DoorConfiguration
        let delegate: any DoorDelegate
    }

    let bound = Observed<Binding?>(nil)
    private let isAbandoned = Mutex(false)
    private let journal: Journal

    init(journal: Journal) { self.journal = journal }

    func bind(_ configuration: DoorConfiguration, delegate: any DoorDelegate) throws {
        guard !isAbandoned.withLock({ $0 }), bound.value == nil else { throw WaitingDoorTaken() }
        journal.note("bind")
        bound.update { $0 = Binding(configuration: configuration, delegate: delegate) }
    }

    func abandon() -> Bool {
        guard bound.value == nil else { return false }
        isAbandoned.withLock { $0 = true }
        return true
    }
}
