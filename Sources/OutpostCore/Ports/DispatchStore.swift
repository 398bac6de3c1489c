package import Foundation

/// Keeps dispatches.
///
/// Every call that changes something is durable when it returns.
package protocol DispatchStore: Sendable {
    /// Writes a new dispatch, `pending`.
    func insert(_ dispatch: Dispatch) async throws

    /// The dispatch, or nil.
    func dispatch(_ id: DispatchID) async throws -> Dispatch?

    /// Applies an event in one transaction and records it.
    ///
    /// - Returns: what the event did, and the state after it.
    /// - Throws: ``DispatchStoreError/unknownDispatch(_:)``, or the database's own error.
    func apply(_ event: DispatchEvent, to id: DispatchID, at now: Date) async throws -> (DispatchChange, DispatchState)
}

/// A call to the store that makes no sense.
package enum DispatchStoreError: Error, Sendable, Hashable {
    /// There is no such dispatch.
    case unknownDispatch(DispatchID)
}

extension DispatchStoreError: CustomStringConvertible {
    /// One sentence for people.
    package var description: String {
        switch self {
        case .unknownDispatch(let id): "there is no dispatch '\(id)'"
        }
    }
}
