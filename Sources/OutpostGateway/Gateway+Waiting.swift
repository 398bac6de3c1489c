package import OutpostCore

extension Gateway {
    /// Serves the door of a container that has no dispatch yet, while `body` runs; otherwise as
    /// ``withDoor(_:delegate:_:)``.
    ///
    /// It holds the request for the job, for a minute at a time, and answers 404 to any other until it is bound.
    package func withWaitingDoor<R: Sendable>(
        at listener: DoorListener,
        _ body: @Sendable (any WaitingDoor) async throws -> R
    ) async throws -> R {
        let door = UnclaimedDoor(patience: waitingPatience, logger: logger) { [self] in self.door($0, $1) }
        return try await serve(door, at: listener) { _ in try await body(door) }
    }
}
