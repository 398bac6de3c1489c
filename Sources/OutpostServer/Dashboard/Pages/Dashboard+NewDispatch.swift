internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension Dashboard {
    var newDispatchPages: [DashboardPage] {
        [.page(.get, "/ui/new", .scope(.dispatch), showForm), .page(.post, "/ui/new", .scope(.dispatch), submitForm)]
    }

    private func showForm(_ visit: DashboardPage.Visit) async throws -> Response {
        var reader = QueryReader(visit.request.uri.query)
        var fields = DispatchFields()
        if let text = reader.value("from") {
            try OutpostServer.Admission.authorize(visit.principal, for: .scope(.status))
            guard let id = DispatchID(text) else { throw APIError.notFound("Dispatch", text) }
            do {
                let view = try await server.service.dispatch(id, tenant: visit.tenant)
                fields = DispatchFields(view.dispatch, server.presenter(visit.context))
            } catch ServiceError.notFound {
                throw APIError.notFound("Dispatch", text)
            }
        }
        return try await form(fields, once: server.makeSessionToken(), for: visit)
    }

    private func submitForm(_ visit: DashboardPage.Visit) async throws -> Response {
        let fields = DispatchFields(visit.form)
        // The same form sent twice makes one dispatch.
        let once = visit.form["once", default: ""]
        do {
            let decoded = try await server.decodeDispatch(
                try fields.body(once: once),
                idempotencyHeader: nil,
                visit.context,
                visit.principal,
                limits: .dispatch
            )
            let submission = try await server.service.submit(decoded.draft, by: visit.principal)
            return Self.redirect("/ui/dispatches/\(submission.dispatch.id)")
        } catch {
            let failure = APIError(error, in: visit.context)
            guard failure.status.code < 500 else { throw error }
            // What was mended is another request than the one that was refused.
            return try await form(fields, once: server.makeSessionToken(), for: visit, failure: failure)
        }
    }

    private func form(
        _ fields: DispatchFields,
        once: String,
        for visit: DashboardPage.Visit,
        failure: APIError? = nil
    ) async throws -> Response {
        let agents = try await server.fleetReport(at: visit.context.receivedAt).report.agents.map(\.name)
        let model = NewDispatchModel(
            fields,
            agents: agents,
            token: visit.session.formToken,
            once: once,
            failure: failure
        )
        return page("New dispatch", .newDispatch, model, for: visit, status: failure?.status ?? .ok)
    }
}
