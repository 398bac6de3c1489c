/// A model provider that follows a script, in four wire dialects, on plain HTTP.
///
/// Anthropic Messages, OpenAI Responses, OpenAI Chat Completions and Gemini are served at their providers' own paths,
/// streamed and not, with token counting and model lists. Real agents take it for their provider.
package final class ScriptedModelServer: Sendable {
    /// `http://HOST:PORT`, without a path.
    package let url: String
    private let log: RequestLog

    private init(url: String, log: RequestLog) {
        self.url = url
        self.log = log
    }

    /// Serves a script while `body` runs, and closes every connection when it returns or throws.
    ///
    /// Port 0 picks a free one. With an `apiKey`, requests that present no such key get the dialect's 401. Throws what
    /// binding throws (an address in use, say) and what `body` throws.
    package static func withServer<Result>(
        script: ModelScript,
        host: String = "127.0.0.1",
        port: Int = 0,
        apiKey: String? = nil,
        _ body: (ScriptedModelServer) async throws -> Result
    ) async throws -> Result {
        let listener = try await ScriptedModelListener.bind(host: host, port: port)
        let log = RequestLog()
        defer { log.finish() }
        let server = ScriptedModelServer(url: "http://\(urlHost(host)):\(listener.port)", log: log)
        let responder = Responder(script: script, apiKey: apiKey)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await listener.serve(responder, log) }
            do {
                let result = try await body(server)
                await listener.close()
                return result
            } catch {
                await listener.close()
                throw error
            }
        }
    }

    /// Every request so far, in order of arrival.
    package func requests() -> [RecordedRequest] {
        log.events.compactMap { if case .request(let request) = $0 { request } else { nil } }
    }

    /// How often a client went away before its response was complete.
    package func disconnects() -> Int {
        log.events.count { $0 == .disconnect }
    }

    /// What happened so far and what happens from now on; ends with the server.
    package func events() -> AsyncStream<ScriptedModelEvent> {
        log.stream()
    }

    private static func urlHost(_ host: String) -> String {
        host.contains(":") ? "[\(host)]" : host
    }
}
