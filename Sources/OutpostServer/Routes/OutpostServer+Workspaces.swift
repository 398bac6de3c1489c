internal import Foundation
internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension OutpostServer {
    /// `/workspaces`: those that outlive their dispatch.
    var workspaceRoutes: [Route] {
        [
            .scoped(.get, "/workspaces", .list, .listWorkspaces, listWorkspaces),
            .scoped(.get, "/workspaces/{workspaceId}", .status, .getWorkspace, getWorkspace),
            .scoped(.delete, "/workspaces/{workspaceId}", .delete, .deleteWorkspace, deleteWorkspace),
        ]
    }

    private func listWorkspaces(
        _ request: Request,
        _ context: ServerContext,
        _ principal: Principal
    ) async throws -> Response {
        var reader = QueryReader(request.uri.query)
        let limit = reader.integer("limit", in: 1...100, default: 20)
        let cursor = reader.workspaceCursor("cursor")
        try reader.finish()
        let page = try await service.workspaces(tenant: principal.tenant.id, after: cursor, limit: limit)
        let last = page.hasMore ? page.workspaces.last?.workspace : nil
        let presenter = presenter(context)
        let body = PageBody<WorkspaceBody>(
            items: page.workspaces.map { presenter.body(of: $0) },
            nextCursor: last.map { PageCursor.encode(WorkspaceCursor(createdAt: $0.createdAt, id: $0.id)) }
        )
        return try context.answer(page: body, limit: limit)
    }

    private func getWorkspace(
        _ request: Request,
        _ context: ServerContext,
        _ principal: Principal
    ) async throws -> Response {
        let view = try await service.workspace(try workspaceID(context), tenant: principal.tenant.id)
        return try context.answer(WorkspaceAnswer(workspace: presenter(context).body(of: view)))
    }

    private func deleteWorkspace(
        _ request: Request,
        _ context: ServerContext,
        _ principal: Principal
    ) async throws -> Response {
        let id = try workspaceID(context)
        try await service.deleteWorkspace(id, by: principal)
        return try context.answer(
            WorkspaceDeleted(workspaceId: id.text, message: "Workspace deleted successfully")
        )
    }

    private func workspaceID(_ context: ServerContext) throws(APIError) -> WorkspaceID {
        guard let id = WorkspaceID(context.subjectID) else {
            throw APIError(problems: [FieldProblem(path: "workspaceId", message: "Invalid workspace ID format")])
        }
        return id
    }
}

extension QueryReader {
    /// The place of a page in a list of workspaces; nil for the first.
    mutating func workspaceCursor(_ name: String) -> WorkspaceCursor? {
        guard let text = value(name), !text.isEmpty else { return nil }
        guard let cursor = PageCursor.decodeWorkspace(text) else {
            refuse(name, "Invalid cursor")
            return nil
        }
        return cursor
    }
}
