internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension Dashboard {
    var resultPages: [DashboardPage] {
        [
            .page(.get, "/ui/dispatches/{dispatchId}", .scope(.status), showDispatch),
            .page(.get, "/ui/dispatches/{dispatchId}/events", .scope(.status), followDispatch),
        ]
    }

    private func showDispatch(_ visit: DashboardPage.Visit) async throws -> Response {
        let id = try server.dispatchID(visit.context)
        let view = try await server.service.dispatch(id, tenant: visit.tenant)
        let tail = try await LogTail(of: id, tenant: visit.tenant, from: server.service)
        let listing = try await server.service.artifacts(id, tenant: visit.tenant)
        let patch = await ResultFile.read("diff.patch", in: listing)
        let summary = await ResultFile.read("summary.json", in: listing)
        let presenter = server.presenter(visit.context)
        // Links without a host: they lead to where the page came from.
        let artifacts = presenter.artifacts(listing, lifetime: 3600, reveals: false, base: "", signer: server.signer)
        let (dispatch, isTerminal) = (view.dispatch, view.dispatch.state.status.isTerminal)
        let model = DispatchModel(
            id: id.text,
            status: dispatch.state.status.rawValue,
            agent: dispatch.request.agent,
            task: VisibleText.of(dispatch.request.task),
            facts: DispatchModel.facts(of: presenter.body(of: view), SummaryFacts(summary)),
            phases: DispatchModel.phases(of: dispatch, now: visit.context.receivedAt),
            problem: DispatchModel.problem(of: dispatch.state.end),
            canCancel: !isTerminal && visit.has(.cancel),
            canRerun: visit.has(.dispatch),
            log: DispatchModel.Log(tail, of: dispatch, coder: LogCursorCoder(signer: server.signer, dispatch: id)),
            diff: DiffModel(patch),
            artifacts: ArtifactsModel(artifacts, hasEnded: isTerminal),
            outcome: DispatchModel.outcome(of: dispatch)
        )
        return page("\(dispatch.request.agent) \(id)", .dispatch, model, for: visit)
    }

    /// The API's events, for the page's script; they end with the session's key.
    private func followDispatch(_ visit: DashboardPage.Visit) async throws -> Response {
        try await server.streamEvents(visit.request, visit.context, visit.principal)
    }
}
