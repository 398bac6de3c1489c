package import Foundation

/// Keeps workspaces.
package protocol WorkspaceRepository: Sendable {
    /// Writes a workspace down, or marks one that is there as used; its size stays.
    func open(_ workspace: Workspace) async throws

    /// Notes a use: when, the new expiry, and the size where it was measured.
    func touch(_ id: WorkspaceID, at time: Date, expiresAt: Date, sizeBytes: Int?) async throws

    /// One workspace; nil when there is none, or none any more.
    func workspace(_ id: WorkspaceID) async throws -> Workspace?

    /// Every workspace of everybody, those that are being removed as well.
    func workspaces() async throws -> [Workspace]

    /// A tenant's workspaces after a place, the newest first.
    func workspaces(of tenant: String, after cursor: WorkspaceCursor?, limit: Int) async throws -> [Workspace]

    /// Marks a workspace as being removed, with its audit row, all or nothing.
    func markDeleting(_ id: WorkspaceID, audit: AuditEntry) async throws

    /// Forgets a workspace, whose storage is gone.
    func forget(_ id: WorkspaceID) async throws
}
