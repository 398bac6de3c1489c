internal import Foundation
internal import OutpostCore

/// No workspace was ever kept.
struct NoWorkspaces: WorkspaceRepository, WorkspaceVolumes {
    func open(_ workspace: Workspace) async throws {}
    func touch(_ id: WorkspaceID, at time: Date, expiresAt: Date, sizeBytes: Int?) async throws {}
    func workspace(_ id: WorkspaceID) async throws -> Workspace? { nil }
    func workspaces() async throws -> [Workspace] { [] }
    func workspaces(of tenant: String, after cursor: WorkspaceCursor?, limit: Int) async throws -> [Workspace] { [] }
    func markDeleting(_ id: WorkspaceID, audit: AuditEntry) async throws {}
    func forget(_ id: WorkspaceID) async throws {}
    func volumes(instance: InstanceID) async throws -> [VolumeSnapshot] { [] }
    func removeVolume(_ name: String) async throws {}
}
