internal import OutpostCore

extension ScriptedDispatchService {
    func workspaces(tenant: String, after cursor: WorkspaceCursor?, limit: Int) async throws -> WorkspacePage {
        change { state in
            let own = state.workspaces.filter { $0.workspace.key.tenant == tenant }
            let index = own.firstIndex { $0.workspace.id == cursor?.id }.map { $0 + 1 } ?? 0
            let rest = own.dropFirst(index)
            return WorkspacePage(workspaces: Array(rest.prefix(limit)), hasMore: rest.count > limit)
        }
    }

    func workspace(_ id: WorkspaceID, tenant: String) async throws -> WorkspaceView {
        let found = change { state in
            state.workspaces.first { $0.workspace.id == id && $0.workspace.key.tenant == tenant }
        }
        guard let found else { throw ServiceError.notFound }
        return found
    }

    func deleteWorkspace(_ id: WorkspaceID, by principal: Principal) async throws {
        let found = try await workspace(id, tenant: principal.tenant.id)
        if let dispatch = found.dispatch { throw ServiceError.workspaceInUse(dispatch) }
        change { state in state.workspaces.removeAll { $0.workspace.id == id } }
    }
}
