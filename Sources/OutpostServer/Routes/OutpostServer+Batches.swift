internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension OutpostServer {
    /// `/batches`: several agents on one task, side by side.
    var batchRoutes: [Route] {
        [.scoped(.get, "/batches/{batchId}", .status, .getBatch, getBatch)]
    }

    private func getBatch(
        _ request: Request,
        _ context: ServerContext,
        _ principal: Principal
    ) async throws -> Response {
        guard let id = BatchID(context.subjectID) else { throw context.missingSubject }
        let members = try await service.batch(id, tenant: principal.tenant.id)
        return try context.answer(presenter(context).body(of: id, members))
    }
}
