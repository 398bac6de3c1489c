internal import OutpostCore

/// `POST /outpost/v1/finished?exit=N[&stage=S]`: the runtime's last word, with the last lines of what failed.
struct FinishedRoute: DoorRoute {
    static let maximumBytes = 4096

    let door: Door

    func respond(to exchange: Exchange) async throws {
        guard let exit = exchange.target.parameter("exit").flatMap(Int.init), (0...255).contains(exit) else {
            throw Refusal(400, "BAD_REQUEST", "exit must be a status from 0 to 255")
        }
        let stage = exchange.target.parameter("stage")
        if let stage {
            guard (1...16).contains(stage.utf8.count), stage.allSatisfy({ ("a"..."z").contains($0) }) else {
                throw Refusal(400, "BAD_REQUEST", "stage must be a word")
            }
        }
        let text = try await exchange.body.collect(limit: Self.maximumBytes)
        let message = String(decoding: text, as: UTF8.self)
        await door.delegate.finished(FinishedReport(failedStage: stage, exitCode: exit, message: message))
        try await exchange.replyEmpty()
    }
}
