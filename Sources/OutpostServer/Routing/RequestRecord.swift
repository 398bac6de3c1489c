internal import OutpostCore
internal import Synchronization

/// What is found out about a request while it is answered, for the layers around it.
final class RequestRecord: Sendable {
    private let found = Mutex<Principal?>(nil)

    /// Whose good key it has; nil without one.
    var principal: Principal? { found.withLock { $0 } }

    func note(_ principal: Principal) { found.withLock { $0 = principal } }
}
