internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension Dashboard {
    var logPages: [DashboardPage] {
        [
            .page(.get, Self.eventsPath, .scope(.status), followDispatch),
            .page(.get, "/ui/dispatches/{dispatchId}/log", .scope(.status), downloadLog),
        ]
    }

    /// What a page's script follows by itself, which is no sign of a person.
    static let eventsPath = "/ui/dispatches/{dispatchId}/events"

    /// The part of the log that the page is asked for; its script asks for none.
    func logTail(of id: DispatchID, for visit: DashboardPage.Visit) async throws -> (tail: LogTail, isLast: Bool) {
        guard !visit.isRefresh else { return (LogTail(entries: [], start: .start, next: .start), true) }
        var reader = QueryReader(visit.request.uri.query)
        let text = reader.value("before")
        let end = text.flatMap { LogCursorCoder(signer: server.signer, dispatch: id).decode($0)?.position }
        if text != nil, end == nil { reader.refuse("before", "Invalid place in the log") }
        try reader.finish()
        let limit = LogModel.mostLines
        let tail = try await server.service.logTail(id, tenant: visit.tenant, before: end, limit: limit)
        return (tail, end == nil)
    }

    /// The API's events, for the page's script; they end with the session and with its key.
    private func followDispatch(_ visit: DashboardPage.Visit) async throws -> Response {
        try await server.events(visit.request, visit.context, visit.principal) { [sessions, now = server.now] in
            sessions.isGood(visit.session.id, at: now())
        }
    }

    /// The log as far as it goes, as a file.
    private func downloadLog(_ visit: DashboardPage.Visit) async throws -> Response {
        let id = try server.dispatchID(visit.context)
        let (service, tenant) = (server.service, visit.tenant)
        // Before the head of the answer, while the answer can still be an error.
        _ = try await service.dispatch(id, tenant: tenant)
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/plain; charset=utf-8",
                .contentDisposition: ContentDisposition.attachment(named: "\(id).log"),
            ],
            body: ResponseBody { writer in
                var page = LogPage(entries: [], next: .start)
                var position: LogPosition
                repeat {
                    position = page.next
                    page = try await service.log(id, tenant: tenant, from: position, limit: 1000)
                    let text = page.entries.map { $0.message + "\n" }.joined()
                    if !text.isEmpty { try await writer.write(ByteBuffer(string: text)) }
                } while page.next != position
                try await writer.finish(nil)
            }
        )
    }
}
