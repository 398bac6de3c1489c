/// One call to the engine that came to its end, for those who count them.
package struct EngineCall: Sendable, Hashable {
    /// Method and path without names, such as `POST /containers/{id}/start`.
    package let name: String
    /// From the call to the whole answer; to its head where the body streams.
    package let duration: Duration
    /// What came of it: `ok`, or the kind of the error.
    package let result: String

    /// Words that end a path and are no names.
    private static let verbs: Set<Substring> = [
        "json", "create", "prune", "load", "get", "df", "start", "stop", "kill", "wait", "attach", "logs", "update",
        "tag",
        "archive", "push", "connect", "disconnect", "resize",
    ]

    init(_ request: EngineRequest, duration: Duration, error: DockerError?) {
        self.duration = duration
        result = error?.kind ?? "ok"
        let parts = request.path.split(separator: "/")
        let (kind, last) = (parts.first ?? "", parts.last ?? "")
        let ending =
            switch parts.count {
            case ...1: ""
            case 2: Self.verbs.contains(last) ? "/\(last)" : "/{id}"
            default: Self.verbs.contains(last) ? "/{id}/\(last)" : "/{id}"
            }
        name = "\(request.method) /\(kind)\(ending)"
    }
}

extension DockerError {
    /// The case in a word.
    fileprivate var kind: String {
        switch self {
        case .notFound: "not_found"
        case .conflict: "conflict"
        case .notModified: "not_modified"
        case .unavailable: "unavailable"
        case .invalid: "invalid"
        case .server: "server"
        case .stream: "stream"
        case .unsupported: "unsupported"
        case .cancelled: "cancelled"
        }
    }
}

extension DockerClient {
    /// Makes a call and tells what came of it.
    func observed<Answer>(
        _ request: EngineRequest,
        _ body: () async throws(DockerError) -> Answer
    ) async throws(DockerError) -> Answer {
        guard let observe else { return try await body() }
        let start = ContinuousClock.now
        do throws(DockerError) {
            let answer = try await body()
            observe(EngineCall(request, duration: ContinuousClock.now - start, error: nil))
            return answer
        } catch {
            observe(EngineCall(request, duration: ContinuousClock.now - start, error: error))
            throw error
        }
    }
}
