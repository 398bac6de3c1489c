internal import Logging
internal import OutpostCore

/// `POST /outpost/v1/started?boot=<nonce>`: the agent may run when this is answered with 204, and only then.
struct StartedRoute: DoorRoute {
    let door: Door

    func respond(to exchange: Exchange) async throws {
        guard let boot = exchange.target.parameter("boot"), (1...128).contains(boot.utf8.count) else {
            throw Refusal(400, "BAD_REQUEST", "boot must be a nonce of 1 to 128 characters")
        }
        let isOurs: Bool
        do {
            isOurs = try await door.delegate.started(boot: boot)
        } catch {
            door.logger.error("start could not be made durable", metadata: ["error": "\(error)"])
            throw Refusal(503, "UNAVAILABLE", "the start could not be made durable; try again")
        }
        guard isOurs else { throw Refusal(410, "GONE", "another boot of this dispatch has started") }
        door.acknowledgeStart()
        try await exchange.replyEmpty()
    }
}
