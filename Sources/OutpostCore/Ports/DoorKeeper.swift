/// Opens doors; the gateway is one.
package protocol DoorKeeper: Sendable {
    /// Serves a door while `body` runs: it listens before `body` is called and is gone after it returned.
    func withDoor<Result: Sendable>(
        _ configuration: DoorConfiguration,
        delegate: any DoorDelegate,
        _ body: @Sendable (DoorAddress) async throws -> Result
    ) async throws -> Result

    /// Serves the door of a container that has no dispatch yet, while `body` runs; likewise.
    ///
    /// Whoever asks it for a job waits, and gets no answer to anything else, until it is bound.
    func withWaitingDoor<Result: Sendable>(
        at listener: DoorListener,
        _ body: @Sendable (any WaitingDoor) async throws -> Result
    ) async throws -> Result

    /// Removes the folder of a door's socket, once nothing will come to it any more; an absent one is no error.
    func discard(_ directory: String) async

    /// Removes every such folder below a directory but those that are used.
    ///
    /// - Parameters:
    ///   - directory: the folder of the folders.
    ///   - used: their names; asked after the folders were looked for, so that one that was made since is kept.
    func discardAll(in directory: String, except used: @Sendable () async -> Set<String>) async
}

/// A door that is nobody's until it is bound, once and for all.
package protocol WaitingDoor: Sendable {
    /// Makes it a dispatch's door; the container that waits for its job gets it.
    ///
    /// - Throws: ``WaitingDoorTaken`` where it was bound or abandoned before.
    func bind(_ configuration: DoorConfiguration, delegate: any DoorDelegate) throws

    /// Has it be nobody's for ever.
    ///
    /// - Returns: false where it was bound before, and stays so.
    func abandon() -> Bool
}

/// A waiting door is not to be had any more.
package struct WaitingDoorTaken: Error {
    package init() {}
}

/// Where an open door can be reached.
package enum DoorAddress: Sendable, Hashable {
    case unixSocket(path: String)
    case tcp(host: String, port: Int)
}
