internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension OutpostServer {
    /// `/api/v2/jobs`: dispatches in the shape of Outpost v2's jobs.
    var jobRoutes: [Route] {
        [
            .scoped(.post, "/api/v2/jobs", .dispatch, .createJob, createJob),
            .scoped(.get, "/api/v2/jobs", .list, .listJobs, listJobs),
            .scoped(.get, "/api/v2/jobs/{jobId}", .status, .getJob, getJob),
            .scoped(.post, "/api/v2/jobs/{jobId}/cancel", .cancel, .cancelJob, cancelJob),
        ]
    }

    private func createJob(
        _ request: Request,
        _ context: ServerContext,
        _ principal: Principal
    ) async throws -> Response {
        let limits = DispatchDecoder.Limits.job(of: principal.tenant.limits)
        let (submission, warnings) = try await submit(request, context, principal, limits: limits)
        let body = JobResponse(job: presenter(context).job(of: submission.dispatch), queued: true)
        return try context.answer(body, status: .created, warnings: warnings)
    }

    private func listJobs(
        _ request: Request,
        _ context: ServerContext,
        _ principal: Principal
    ) async throws -> Response {
        var reader = QueryReader(request.uri.query)
        let query = reader.list(
            tenant: principal.tenant.id,
            status: { JobStatus(rawValue: $0)?.dispatchStatuses },
            expected: JobStatus.allCases.map(\.rawValue)
        )
        try reader.finish()
        let page = try await service.list(query)
        let presenter = presenter(context)
        let body = PageBody(
            items: page.views.map { presenter.job(of: $0.dispatch) },
            nextCursor: Self.cursor(after: page)
        )
        return try context.answer(page: body, limit: query.limit)
    }

    private func getJob(
        _ request: Request,
        _ context: ServerContext,
        _ principal: Principal
    ) async throws -> Response {
        let view = try await service.dispatch(try dispatchID(context), tenant: principal.tenant.id)
        return try context.answer(JobResponse(job: presenter(context).job(of: view.dispatch)))
    }

    private func cancelJob(
        _ request: Request,
        _ context: ServerContext,
        _ principal: Principal
    ) async throws -> Response {
        let reason = try await cancelReason(in: request)
        let dispatch = try await service.cancel(try dispatchID(context), reason: reason, by: principal)
        return try context.answer(JobResponse(job: presenter(context).job(of: dispatch)))
    }
}
