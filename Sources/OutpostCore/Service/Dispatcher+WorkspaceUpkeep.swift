internal import Foundation
internal import Logging

extension Dispatcher {
    /// Seconds between two looks at what has expired.
    private static let sweepInterval: TimeInterval = 60
    /// Seconds that a volume of ours may be there unknown, as one is whose row is being written.
    private static let volumeGrace: TimeInterval = 3600

    /// Learns the workspaces that exist; of two for one key the newest counts, and the other expires.
    func recallWorkspaces() async throws {
        for workspace in try await parts.workspaces.workspaces() where !workspace.isDeleting {
            workspaces[workspace.key] = workspace.id
        }
    }

    /// Learns the workspace of a dispatch, which may be the first that has it.
    func recall(_ dispatch: Dispatch) {
        guard let id = dispatch.request.options.workspace else { return }
        workspaces[WorkspaceKey(tenant: dispatch.tenant, repository: dispatch.request.repository)] = id
    }

    /// Removes what has expired, what could not be removed before, and volumes that belong to nothing.
    func sweepWorkspaces() async {
        let time = now()
        guard time.timeIntervalSince(sweptAt) >= Self.sweepInterval else { return }
        sweptAt = time
        do {
            for workspace in try await parts.workspaces.workspaces() {
                if workspace.isDeleting {
                    try await removeStorage(of: workspace)
                } else if workspace.expiresAt <= time, (try? withdraw(workspace)) != nil {
                    try await remove(workspace, actor: "scheduler", action: "workspace.expire")
                }
            }
            try await removeStrangers()
        } catch {
            guard !Task.isCancelled else { return }
            logger.warning("workspaces were not all looked after", metadata: ["error": "\(error)"])
        }
    }

    /// The row stays until the storage is gone: an engine that is away now is asked again.
    func remove(_ workspace: Workspace, actor: String, action: String) async throws {
        do {
            try await parts.workspaces.markDeleting(
                workspace.id,
                audit: AuditEntry(
                    at: now(),
                    tenant: workspace.key.tenant,
                    actor: actor,
                    action: action,
                    resource: workspace.id.text
                )
            )
        } catch {
            // It is still there, so requests may have it again.
            if workspaces[workspace.key] == nil { workspaces[workspace.key] = workspace.id }
            throw error
        }
        do {
            try await removeStorage(of: workspace)
        } catch {
            logger.warning(
                "a workspace's storage is removed later",
                metadata: ["workspace": "\(workspace.id)", "error": "\(error)"]
            )
        }
    }

    private func removeStorage(of workspace: Workspace) async throws {
        // A volume that another engine does not have is not gone.
        try await requireOurEngine()
        let name = WorkspaceVolume.name(instance: parts.runner.instance, workspace: workspace.id)
        try await parts.volumes.removeVolume(name)
        try await parts.workspaces.forget(workspace.id)
    }

    /// Volumes with our label, never another installation's.
    private func removeStrangers() async throws {
        let volumes = try await parts.volumes.volumes(instance: parts.runner.instance)
        // Read after the volumes: a row is written before its volume is made.
        let known = Set(try await parts.workspaces.workspaces().map(\.id))
        for volume in volumes {
            guard let workspace = volume.workspace, !known.contains(workspace), let createdAt = volume.createdAt,
                now().timeIntervalSince(createdAt) >= Self.volumeGrace
            else { continue }
            try await parts.volumes.removeVolume(volume.name)
        }
    }
}
