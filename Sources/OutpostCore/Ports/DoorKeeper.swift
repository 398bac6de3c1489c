/// Opens doors; the gateway is one.
package protocol DoorKeeper: Sendable {
    /// Serves a door while `body` runs: it listens before `body` is called and is gone after it returned.
    func withDoor<Result: Sendable>(
        _ configuration: DoorConfiguration,
        delegate: any DoorDelegate,
        _ body: @Sendable (DoorAddress) async throws -> Result
    ) async throws -> Result

    /// Removes the folder of a door's socket, once nothing will come to it any more; an absent one is no error.
    func discard(_ directory: String) async

    /// Removes every such folder below a directory but those of the named dispatches.
    func discardAll(in directory: String, except dispatches: Set<DispatchID>) async
}

/// Where an open door can be reached.
package enum DoorAddress: Sendable, Hashable {
    case unixSocket(path: String)
    case tcp(host: String, port: Int)
}
