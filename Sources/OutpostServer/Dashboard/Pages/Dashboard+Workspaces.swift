internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension Dashboard {
    var workspacePages: [DashboardPage] {
        let one = "/ui/workspaces/{workspaceId}/delete"
        return [
            .page(.get, "/ui/workspaces", .scope(.list), listWorkspaces),
            .page(.get, one, .scope(.delete), askToDelete), .page(.post, one, .scope(.delete), deleteWorkspace),
        ]
    }

    private func listWorkspaces(_ visit: DashboardPage.Visit) async throws -> Response {
        var reader = QueryReader(visit.request.uri.query)
        let cursor = reader.workspaceCursor("cursor")
        try reader.finish()
        let found = try await server.service.workspaces(tenant: visit.tenant, after: cursor, limit: 50)
        let presenter = server.presenter(visit.context)
        let mayDelete = visit.has(.delete)
        let last = found.hasMore ? found.workspaces.last?.workspace : nil
        let model = WorkspacesModel(
            spaces: found.workspaces.map { .init(presenter.body(of: $0), mayDelete: mayDelete) },
            isEmpty: found.workspaces.isEmpty,
            nextPage: last.map {
                "/ui/workspaces?cursor=" + PageCursor.encode(WorkspaceCursor(createdAt: $0.createdAt, id: $0.id))
            }
        )
        return page("Workspaces", .workspaces, model, for: visit)
    }

    private func askToDelete(_ visit: DashboardPage.Visit) async throws -> Response {
        guard let id = WorkspaceID(visit.context.subjectID) else { throw visit.context.missingSubject }
        let view = try await server.service.workspace(id, tenant: visit.tenant)
        let model = ConfirmModel(
            question: "Delete this workspace?",
            consequence: "\(view.workspace.key.repository ?? id.text): everything in it is lost.",
            action: "/ui/workspaces/\(id)/delete",
            verb: "Delete",
            back: "/ui/workspaces",
            token: visit.session.formToken
        )
        return page("Delete a workspace", .confirm, model, for: visit)
    }

    private func deleteWorkspace(_ visit: DashboardPage.Visit) async throws -> Response {
        guard let id = WorkspaceID(visit.context.subjectID) else { throw visit.context.missingSubject }
        try await server.service.deleteWorkspace(id, by: visit.principal)
        return Self.redirect("/ui/workspaces")
    }
}

struct WorkspacesModel {
    let spaces: [Space]
    let isEmpty: Bool
    let nextPage: String?

    struct Space {
        let id: String
        let repository: String
        let size: String
        let state: String
        let expires: String
        let dispatch: String?
        let canDelete: Bool

        init(_ body: WorkspaceBody, mayDelete: Bool) {
            id = body.workspaceId
            repository = body.repoUrl ?? "–"
            size = body.sizeFormatted
            state = body.status
            expires = PageTime.text(body.expiresAt.date)
            dispatch = body.currentDispatchId
            canDelete = mayDelete && body.currentDispatchId == nil
        }
    }
}

enum WorkspacesTemplate {
    static let source = #"""
        <h1>Workspaces</h1>
        {{#isEmpty}}<p>There are none: a dispatch makes one when its workspace is persistent.</p>{{/isEmpty}}
        <div class="scroll"><table><thead><tr><th scope="col">Repository</th><th scope="col">Size</th><th scope="col">State</th><th scope="col">Kept until</th><th scope="col">Id</th><th scope="col">Delete</th></tr></thead>
        <tbody>{{#spaces}}<tr><td>{{repository}}</td><td>{{size}}</td><td>{{state}}{{#dispatch}} by <a href="/ui/dispatches/{{dispatch}}">a dispatch</a>{{/dispatch}}</td><td>{{expires}}</td><td><code>{{id}}</code></td><td>{{#canDelete}}<a href="/ui/workspaces/{{id}}/delete">Delete</a>{{/canDelete}}</td></tr>{{/spaces}}</tbody></table></div>
        {{#nextPage}}<p><a rel="next" href="{{nextPage}}">More workspaces</a></p>{{/nextPage}}

        """#
}
