internal import Foundation
internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension OutpostServer {
    /// Results that a tenant removes before their time.
    var retentionRoutes: [Route] {
        [.scoped(.delete, "/artifacts/{dispatchId}", .delete, .deleteArtifacts, deleteArtifacts)]
    }

    /// The same for everybody's.
    var collectionRoutes: [Route] {
        [.administration(.post, "/admin/gc", .collect, collect)]
    }

    private func deleteArtifacts(
        _ request: Request,
        _ context: ServerContext,
        _ principal: Principal
    ) async throws -> Response {
        let id = try dispatchID(context)
        let dispatch = try await service.dispatch(id, tenant: principal.tenant.id).dispatch
        let (removal, bytes) = try await retention.remove(resultsOf: dispatch, by: principal.key.id)
        return try context.answer(
            ArtifactsDeleted(
                dispatchId: id.text,
                removal: ArtifactsRemoval(at: APITime(removal.at), cause: removal.cause.rawValue),
                freedBytes: bytes
            )
        )
    }

    private func collect(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        var fields = FieldReader(try await object(in: request))
        let body = CollectBody(
            dryRun: fields.flag("dryRun"),
            olderThanSeconds: fields.integer("olderThanSeconds", in: 0...Self.longestAge),
            images: fields.flag("images")
        )
        // What is removed is gone: a misspelt dryRun must not do it.
        fields.refuseUnknownFields()
        guard fields.problems.isEmpty else { throw APIError(problems: fields.problems) }
        let wanted = CollectionRequest(body)
        let report = try await retention.collect(wanted, by: caller.actor)
        return try context.answer(CollectionBody(report, isDryRun: wanted.isDryRun))
    }

    /// A hundred years.
    static let longestAge = 3_155_760_000
}

extension APIError {
    /// Artifacts that were there once.
    static func removed(_ removal: ResultRemoval, _ id: DispatchID) -> APIError {
        let cause =
            switch removal.cause {
            case .expired: "the dispatch's expires_at came"
            case .age: "they were older than results are kept"
            case .disk: "the disk was nearly full"
            case .request: "somebody asked for it"
            }
        return APIError(
            .gone,
            .notFound,
            "The artifacts of \(id) were removed at \(APITime(removal.at)), because \(cause)",
            details: ["removedAt": .string("\(APITime(removal.at))"), "cause": .string(removal.cause.rawValue)]
        )
    }

    /// A tenant whose results leave no room for more.
    static func overQuota(_ problem: QuotaProblem) -> APIError {
        let amount =
            switch problem.limit {
            case .storedMiB: "\(problem.current) MiB, and \(problem.most) MiB are allowed"
            case .storedResults: "\(problem.current) dispatches, and \(problem.most) are allowed"
            }
        return APIError(
            .tooManyRequests,
            .rateLimitExceeded,
            "The tenant keeps results of \(amount). Remove some (DELETE /artifacts/{dispatchId} with a key of the scope "
                + "delete), wait until old ones expire, or have the limit raised (outpost tenants set)",
            details: [
                "quota": .string(problem.limit.rawValue), "limit": .integer(problem.most),
                "current": .integer(problem.current),
            ]
        )
    }
}
