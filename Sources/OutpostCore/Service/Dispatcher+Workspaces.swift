internal import Foundation
internal import Logging

extension Dispatcher {
    /// A page of a tenant's workspaces.
    package func workspaces(
        tenant: String,
        after cursor: WorkspaceCursor?,
        limit: Int
    ) async throws -> WorkspacePage {
        let limit = min(max(limit, 1), 100)
        let found = try await parts.workspaces.workspaces(of: tenant, after: cursor, limit: limit + 1)
        return WorkspacePage(workspaces: found.prefix(limit).map(view), hasMore: found.count > limit)
    }

    /// One workspace; its expiry moves on.
    package func workspace(_ id: WorkspaceID, tenant: String) async throws -> WorkspaceView {
        let workspace = try await owned(id, tenant)
        try await parts.workspaces.touch(id, at: now(), expiresAt: workspaceExpiry, sizeBytes: nil)
        return view(of: workspace)
    }

    /// Removes a workspace; storage that the engine does not remove now is removed later.
    package func deleteWorkspace(_ id: WorkspaceID, by principal: Principal) async throws {
        let workspace = try await owned(id, principal.tenant.id)
        try withdraw(workspace)
        try await remove(workspace, actor: principal.key.id, action: "workspace.delete")
    }

    private func owned(_ id: WorkspaceID, _ tenant: String) async throws -> Workspace {
        guard let workspace = try await parts.workspaces.workspace(id), workspace.key.tenant == tenant else {
            throw ServiceError.notFound
        }
        return workspace
    }

    private func view(of workspace: Workspace) -> WorkspaceView {
        WorkspaceView(
            workspace: workspace,
            dispatch: running.first { $0.value.candidate.workspace == workspace.id }?.key
        )
    }

    var workspaceExpiry: Date { now().addingTimeInterval(Double(settings.workspaces.days) * 86_400) }

    /// The workspace of a key, reserved until ``release(_:)``.
    func workspace(for key: WorkspaceKey) -> WorkspaceID {
        let id = workspaces[key] ?? makeWorkspaceID()
        workspaces[key] = id
        reserved[id, default: 0] += 1
        return id
    }

    func release(_ id: WorkspaceID?) {
        guard let id, let count = reserved[id] else { return }
        reserved[id] = count > 1 ? count - 1 : nil
    }

    /// Takes a workspace out of use, so that the next request for its key gets a new one.
    ///
    /// Without a pause between the check and the effect.
    func withdraw(_ workspace: Workspace) throws(ServiceError) {
        let id = workspace.id
        let users = running.values.map(\.candidate) + unsupervised.values.map(\.candidate) + waiting.values
        if let user = users.first(where: { $0.workspace == id }) { throw .workspaceInUse(user.id) }
        guard reserved[id] == nil else { throw .workspaceInUse(nil) }
        if workspaces[workspace.key] == id { workspaces[workspace.key] = nil }
    }

    /// Its mount, written down before the engine makes it; nil for a dispatch whose workspace goes with it.
    func openWorkspace(of dispatch: Dispatch) async throws -> WorkspaceVolume? {
        guard let id = dispatch.request.options.workspace else { return nil }
        let time = now()
        try await parts.workspaces.open(
            Workspace(
                id: id,
                key: WorkspaceKey(tenant: dispatch.tenant, repository: dispatch.request.repository),
                createdAt: time,
                lastUsedAt: time,
                expiresAt: workspaceExpiry
            )
        )
        return WorkspaceVolume(
            instance: parts.runner.instance,
            workspace: id,
            maximumMiB: settings.workspaces.maximumMiB
        )
    }

    /// Notes the end of a use; a failure costs the figures, not the dispatch.
    func used(_ id: WorkspaceID?, bytes: Int?) async {
        guard let id else { return }
        do {
            try await parts.workspaces.touch(id, at: now(), expiresAt: workspaceExpiry, sizeBytes: bytes)
        } catch {
            logger.warning("a workspace's use was not noted", metadata: ["workspace": "\(id)", "error": "\(error)"])
        }
    }

    /// How long a waiting dispatch's workspace is still another's.
    func secondsUntilFree(_ dispatch: Dispatch, _ queue: [DispatchID], _ estimate: QueueEstimate) -> Double {
        guard let id = dispatch.request.options.workspace else { return 0 }
        let holder = running.values.first { $0.candidate.workspace == id }
        return estimate.secondsUntilFree(
            holderAge: holder.map { now().timeIntervalSince($0.since) },
            ahead: queue.prefix { $0 != dispatch.id }.count { waiting[$0]?.workspace == id }
        )
    }
}
