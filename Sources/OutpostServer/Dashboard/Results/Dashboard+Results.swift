internal import Hummingbird
internal import NIOPosix
internal import OutpostAPI
internal import OutpostCore

extension Dashboard {
    var resultPages: [DashboardPage] {
        [.page(.get, "/ui/dispatches/{dispatchId}", .scope(.status), showDispatch)] + logPages
    }

    private func showDispatch(_ visit: DashboardPage.Visit) async throws -> Response {
        let id = try server.dispatchID(visit.context)
        let view = try await server.service.dispatch(id, tenant: visit.tenant)
        let (tail, isLast) = try await logTail(of: id, for: visit)
        let listing = try await server.service.artifacts(id, tenant: visit.tenant)
        let patch = await ResultFile<PatchReader>.patch("diff.patch", in: listing)
        let summary = await ResultFile<[UInt8]>.small("summary.json", in: listing)
        let presenter = server.presenter(visit.context)
        // Links without a host: they lead to where the page came from.
        let artifacts = presenter.artifacts(listing, lifetime: 3600, reveals: false, base: "", signer: server.signer)
        let coder = LogCursorCoder(signer: server.signer, dispatch: id)
        let (dispatch, isTerminal) = (view.dispatch, view.dispatch.state.status.isTerminal)
        // Long logs and patches take a while to become a page, and the threads that wait for nothing else are few.
        return try await NIOThreadPool.singleton.runIfActive {
            let results = ArtifactsModel(artifacts, hasEnded: isTerminal)
            let model = DispatchModel(
                id: id.text,
                status: dispatch.state.status.rawValue,
                agent: dispatch.request.agent,
                task: VisibleText.of(dispatch.request.task),
                facts: DispatchModel.facts(of: dispatch, presenter.body(of: view), SummaryFacts(summary)),
                phases: DispatchModel.phases(of: dispatch, now: visit.context.receivedAt),
                problem: DispatchModel.problem(of: dispatch.state.end),
                canCancel: !isTerminal && visit.has(.cancel),
                canRerun: visit.has(.dispatch),
                log: LogModel(tail, of: dispatch, isLast: isLast, coder: coder),
                diff: DiffModel(patch, link: results.link(to: "diff.patch")),
                artifacts: results,
                outcome: DispatchModel.outcome(of: dispatch)
            )
            return page("\(dispatch.request.agent) \(id)", .dispatch, model, for: visit)
        }
    }
}
