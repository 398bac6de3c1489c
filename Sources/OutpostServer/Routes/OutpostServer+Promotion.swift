internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension OutpostServer {
    /// `/promote`: results go back to their repositories.
    var promotionRoutes: [Route] {
        [.scoped(.post, "/promote", .promote, .promoteDispatch, promote)]
    }

    /// The same for every tenant's dispatches.
    var operatorPromotionRoutes: [Route] {
        [.administration(.post, "/admin/promote", .promoteAnyDispatch, promoteAny)]
    }

    private func promote(
        _ request: Request,
        _ context: ServerContext,
        _ principal: Principal
    ) async throws -> Response {
        try await promote(request, context, tenant: principal.tenant.id, by: principal.key.id)
    }

    private func promoteAny(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        try await promote(request, context, tenant: nil, by: caller.actor)
    }

    private func promote(
        _ request: Request,
        _ context: ServerContext,
        tenant: String?,
        by actor: String
    ) async throws -> Response {
        let decoded = try PromotionDecoder().decode(try await object(in: request))
        guard let id = DispatchID(decoded.dispatch) else { throw APIError.notFound("Dispatch", decoded.dispatch) }
        do {
            let promotion = try await promotions.promote(id, decoded.request, tenant: tenant, by: actor)
            return try context.answer(PromotionBody(promotion), warnings: decoded.warnings)
        } catch ServiceError.notFound {
            throw APIError.notFound("Dispatch", decoded.dispatch)
        }
    }
}

extension APIError {
    /// Why results cannot be carried back.
    init(promotion error: PromotionError) {
        switch error {
        case .invalid(let field, let reason): self.init(problems: [FieldProblem(path: field, message: reason)])
        case .unreachable, .failed:
            self = APIError(.serviceUnavailable, .serviceUnavailable, error.message).retrying(after: 30)
        case .notEnded(let status):
            self.init(.conflict, .conflict, error.message, details: ["currentStatus": .string(status.rawValue)])
        case .branchTaken(let branch, let commit):
            self.init(
                .conflict,
                .conflict,
                error.message,
                details: ["branch": .string(branch), "commit": .string(commit)]
            )
        case .containsSecret(let names):
            let names: [JSONValue] = names.map { .string($0) }
            self.init(.conflict, .conflict, error.message, details: ["secretNames": .array(names)])
        case .noChanges, .noRepository, .resultsMissing, .unsearched, .startMissing, .unusableResults, .refused:
            self.init(.conflict, .conflict, error.message)
        }
    }
}
