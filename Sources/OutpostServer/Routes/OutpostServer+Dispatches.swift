internal import Foundation
internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension OutpostServer {
    /// `/dispatch`.
    var dispatchRoutes: [Route] {
        [
            .scoped(.post, "/dispatch", .dispatch, .createDispatch, createDispatch),
            .scoped(.get, "/dispatch", .list, .listDispatches, listDispatches),
            .scoped(.get, "/dispatch/{dispatchId}", .status, .getDispatch, getDispatch),
            .scoped(.delete, "/dispatch/{dispatchId}", .cancel, .cancelDispatch, cancelDispatch),
        ]
    }

    /// The same under the names of Outpost v2's README.
    var runRoutes: [Route] {
        [
            .scoped(.get, "/runs", .list, .listRuns, listDispatches),
            .scoped(.get, "/runs/{dispatchId}", .status, .getRun, getDispatch),
            .scoped(.post, "/runs/{dispatchId}/cancel", .cancel, .cancelRun, cancelDispatch),
        ]
    }

    private func createDispatch(
        _ request: Request,
        _ context: ServerContext,
        _ principal: Principal
    ) async throws -> Response {
        let decoded = try await decodeDispatch(request, context, principal, limits: .dispatch)
        let (presenter, warnings) = (presenter(context), decoded.warnings)
        if let drafts = decoded.batch {
            let batch = try await service.submit(batch: drafts, by: principal)
            return try context.answer(presenter.accepted(batch), status: .created, warnings: warnings)
        }
        let submission = try await service.submit(decoded.draft, by: principal)
        return try context.answer(presenter.accepted(submission), status: .created, warnings: warnings)
    }

    private func listDispatches(
        _ request: Request,
        _ context: ServerContext,
        _ principal: Principal
    ) async throws -> Response {
        var reader = QueryReader(request.uri.query)
        let query = reader.list(
            tenant: principal.tenant.id,
            status: { DispatchStatus(rawValue: $0).map { [$0] } },
            expected: DispatchStatus.allCases.map(\.rawValue)
        )
        try reader.finish()
        let page = try await service.list(query)
        let presenter = presenter(context)
        let body = PageBody(items: page.views.map { presenter.listed($0) }, nextCursor: Self.cursor(after: page))
        return try context.answer(page: body, limit: query.limit)
    }

    private func getDispatch(
        _ request: Request,
        _ context: ServerContext,
        _ principal: Principal
    ) async throws -> Response {
        let id = try dispatchID(context)
        var reader = QueryReader(request.uri.query)
        let coder = LogCursorCoder(signer: signer, dispatch: id)
        let cursor = reader.logCursor("logOffset", coder: coder)
        let limit = reader.integer("logLimit", in: 1...1000, default: 100)
        let skipsLogs = reader.flag("skipLogs")
        try reader.finish()
        let tenant = principal.tenant.id
        let view = try await service.dispatch(id, tenant: tenant)
        guard !skipsLogs else { return try context.answer(presenter(context).body(of: view)) }
        let page = try await service.log(id, tenant: tenant, from: cursor.position, limit: limit)
        let entries = page.entries.filter { $0.sequence > cursor.sequence }
        var body = presenter(context).body(of: view, logs: entries)
        let next = LogCursor(position: page.next, sequence: page.entries.last?.sequence ?? cursor.sequence)
        body.logOffset = coder.encode(next)
        return try context.answer(body)
    }

    private func cancelDispatch(
        _ request: Request,
        _ context: ServerContext,
        _ principal: Principal
    ) async throws -> Response {
        let reason = try await cancelReason(in: request)
        let dispatch = try await service.cancel(try dispatchID(context), reason: reason, by: principal)
        let body = DispatchCancelled(
            dispatchId: dispatch.id.text,
            status: dispatch.state.status.rawValue,
            message: dispatch.state.status.isTerminal
                ? "Dispatch cancelled successfully" : "Dispatch is being cancelled"
        )
        return try context.answer(body)
    }

    /// The reason in a body that may be left out.
    func cancelReason(in request: Request) async throws -> String {
        var fields = FieldReader(try await object(in: request))
        let tooLong = "String must contain at most 500 character(s)"
        let reason = fields.text("reason", maximum: 500, tooLong: tooLong)
        guard fields.problems.isEmpty else { throw APIError(problems: fields.problems) }
        return reason ?? "Cancelled by user"
    }
}

extension OutpostServer {
    /// The id in the path; what is no id names nothing.
    func dispatchID(_ context: ServerContext) throws(APIError) -> DispatchID {
        guard let id = DispatchID(context.subjectID) else { throw context.missingSubject }
        return id
    }

    func presenter(_ context: ServerContext) -> Presenter {
        Presenter(gitBaseURL: configuration.gitBaseURL, now: context.receivedAt)
    }

    var signer: Signer { Signer(key: configuration.signingKey) }

    static func cursor(after page: DispatchListing) -> String? {
        page.hasMore ? page.views.last.map { PageCursor.encode($0.dispatch.id) } : nil
    }
}

extension QueryReader {
    /// A place in a log; the beginning where none is named.
    mutating func logCursor(_ name: String, coder: LogCursorCoder) -> LogCursor {
        guard let text = value(name), !text.isEmpty else { return .start }
        guard let cursor = coder.decode(text) else {
            refuse(name, "Invalid log offset")
            return .start
        }
        return cursor
    }
}
