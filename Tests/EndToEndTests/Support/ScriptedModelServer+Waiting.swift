internal import ScriptedModel

extension ScriptedModelServer {
    /// Waits until the agent has asked the model so many times.
    func modelRequests(_ count: Int) async throws {
        for await event in events() {
            if case .request(let request) = event, let ordinal = request.ordinal, ordinal >= count { return }
        }
        throw CancellationError()
    }
}
