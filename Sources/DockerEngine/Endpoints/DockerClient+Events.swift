extension DockerClient {
    /// Subscribes to the engine's events; returns when the subscription stands.
    ///
    /// Maps to `GET /events`.
    ///
    /// - Parameters:
    ///   - filters: for example `["type": ["container"], "label": ["name=value"]]`; keys are AND, values of a key OR, except
    ///     labels, which all have to match.
    ///   - since: also past events from that moment on, as far as the engine remembers (256 for the whole daemon).
    ///   - until: ends the stream at that moment; nil never ends it.
    /// - Returns: a stream that must be read without delay: the engine drops events that wait.
    /// - Throws: `DockerError.invalid` for filters that the engine does not know.
    package func events(
        filters: [String: [String]] = [:],
        since: EngineTime? = nil,
        until: EngineTime? = nil
    ) async throws(DockerError) -> MessageStream<EngineEvent> {
        var request = EngineRequest(method: "GET", path: "/events")
        if let since { request.query.append(("since", since.parameter)) }
        if let until { request.query.append(("until", until.parameter)) }
        if let filters = try EngineFilters.encoded(filters) { request.query.append(("filters", filters)) }
        let body = try await stream(request)
        return MessageStream(bytes: ByteStream(body: body, call: request.summary), reader: EventReader())
    }
}
