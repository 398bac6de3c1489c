internal import OutpostAPI

extension ServerAdmin {
    func acceptEngine() async throws -> EngineAnswer {
        try await send("POST", "/admin/engine/accept", as: EngineAnswer.self)
    }
}
