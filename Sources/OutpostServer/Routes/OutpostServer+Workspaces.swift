internal import Foundation
internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension OutpostServer {
    /// `/workspaces`.
    ///
    /// No workspace outlives its dispatch, so there are none to list.
    var workspaceRoutes: [Route] {
        [
            .scoped(.get, "/workspaces", .list, .listWorkspaces, listWorkspaces),
            .scoped(.get, "/workspaces/{workspaceId}", .status, .getWorkspace, refuseWorkspace),
            .scoped(.delete, "/workspaces/{workspaceId}", .delete, .deleteWorkspace, refuseWorkspace),
        ]
    }

    private func listWorkspaces(
        _ request: Request,
        _ context: ServerContext,
        _ principal: Principal
    ) async throws -> Response {
        var reader = QueryReader(request.uri.query)
        let limit = reader.integer("limit", in: 1...100, default: 20)
        if let cursor = reader.value("cursor"), !cursor.isEmpty { reader.refuse("cursor", "Invalid cursor") }
        try reader.finish()
        return try context.answer(page: PageBody<WorkspaceBody>(items: [], nextCursor: nil), limit: limit)
    }

    private func refuseWorkspace(
        _ request: Request,
        _ context: ServerContext,
        _ principal: Principal
    ) async throws -> Response {
        guard UUID(uuidString: context.subjectID) != nil else {
            throw APIError(problems: [FieldProblem(path: "workspaceId", message: "Invalid workspace ID format")])
        }
        throw ServiceError.notFound
    }
}
