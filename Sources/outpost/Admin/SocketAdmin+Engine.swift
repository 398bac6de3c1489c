internal import OutpostAPI

extension SocketAdmin {
    func acceptEngine() async throws -> EngineAnswer {
        try await send("POST", "/admin/engine/accept", as: EngineAnswer.self)
    }
}
