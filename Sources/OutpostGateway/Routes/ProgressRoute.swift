internal import OutpostCore

/// `POST /outpost/v1/progress?phase=…`: how the runtime goes on, with an optional text.
struct ProgressRoute: DoorRoute {
    static let phases: Set<String> = ["relay", "job", "clone", "context", "run", "collect"]
    static let maximumBytes = 4096

    let door: Door

    func respond(to exchange: Exchange) async throws {
        guard let phase = exchange.target.parameter("phase"), Self.phases.contains(phase) else {
            throw Refusal(400, "BAD_REQUEST", "phase must be one of \(Self.phases.sorted().joined(separator: ", "))")
        }
        let text = try await exchange.body.collect(limit: Self.maximumBytes)
        await door.delegate.progressed(phase: phase, message: String(decoding: text, as: UTF8.self))
        try await exchange.replyEmpty()
    }
}
