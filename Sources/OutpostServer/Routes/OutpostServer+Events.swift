internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore
internal import Prometheus

extension OutpostServer {
    /// `/dispatch/{dispatchId}/events`.
    var eventRoutes: [Route] {
        [.scoped(.get, "/dispatch/{dispatchId}/events", .status, .streamEvents, streamEvents)]
    }

    private func streamEvents(
        _ request: Request,
        _ context: ServerContext,
        _ principal: Principal
    ) async throws -> Response {
        try await events(request, context, principal)
    }

    /// Follows a dispatch for who may see it.
    ///
    /// - Parameters:
    ///   - request: says where to begin.
    ///   - context: of the request.
    ///   - principal: who reads; the stream ends with the key.
    ///   - isWanted: what else the stream ends with, once it is false.
    /// - Returns: the stream.
    /// - Throws: ``ServiceError/notFound``, or ``APIError``.
    func events(
        _ request: Request,
        _ context: ServerContext,
        _ principal: Principal,
        alsoWhile isWanted: @escaping @Sendable () -> Bool = { true }
    ) async throws -> Response {
        let id = try dispatchID(context)
        let coder = LogCursorCoder(signer: signer, dispatch: id)
        var reader = QueryReader(request.uri.query)
        let skipsLogs = reader.flag("skipLogs")
        let start = try place(in: request, &reader, coder: coder)
        let tenant = principal.tenant.id
        // Before the head of the answer, while the answer can still be an error.
        let changes = try await service.changes(id, tenant: tenant)
        guard let place = eventStreams.enter(tenant) else {
            throw APIError.tooManyStreams(configuration.maximumEventStreams)
        }
        let stream = DispatchEventStream(
            service: service,
            id: id,
            tenant: tenant,
            coder: coder,
            clock: clock,
            heartbeat: configuration.timeouts.heartbeat,
            skipsLogs: skipsLogs,
            now: now,
            isAllowed: { [gate, now] in
                guard isWanted() else { return false }
                return await gate.authenticator.isGood(principal, at: now())
            }
        )
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store", .accelBuffering: "no"],
            body: ResponseBody { [readers = metrics.eventReaders] writer in
                readers.increment()
                defer { readers.decrement() }
                defer { withExtendedLifetime(place) {} }
                try await stream.write(to: &writer, changes: changes, from: start)
            }
        )
    }

    /// Where the reader left off: the header, or for clients that cannot set one, the query.
    private func place(in request: Request, _ reader: inout QueryReader, coder: LogCursorCoder) throws -> LogCursor {
        if let text = request.headers[.lastEventID], !text.isEmpty {
            try reader.finish()
            if let cursor = coder.decode(text) { return cursor }
            throw APIError(problems: [FieldProblem(path: "Last-Event-ID", message: "Invalid event id")])
        }
        let cursor = reader.logCursor("lastEventId", coder: coder)
        try reader.finish()
        return cursor
    }
}
