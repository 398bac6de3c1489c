internal import Foundation
internal import OutpostCore
internal import TestSupport

/// Workspaces that were kept, and what was done with them.
struct KeptWorkspaces: WorkspaceRepository, WorkspaceVolumes {
    var kept: [Workspace] = []
    /// `remove` and `forget`, in order.
    let steps = Observed<[String]>([])

    func open(_ workspace: Workspace) async throws {}
    func touch(_ id: WorkspaceID, at time: Date, expiresAt: Date, sizeBytes: Int?) async throws {}
    func workspace(_ id: WorkspaceID) async throws -> Workspace? { nil }
    func workspaces() async throws -> [Workspace] { kept }
    func workspaces(of tenant: String, after cursor: WorkspaceCursor?, limit: Int) async throws -> [Workspace] { [] }
    func markDeleting(_ id: WorkspaceID, audit: AuditEntry) async throws {}
    func forget(_ id: WorkspaceID) async throws { steps.update { $0.append("forget") } }
    func volumes(instance: InstanceID) async throws -> [VolumeSnapshot] { [] }
    func removeVolume(_ name: String) async throws { steps.update { $0.append("remove") } }
}
