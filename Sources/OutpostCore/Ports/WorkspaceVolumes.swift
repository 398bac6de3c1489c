package import Foundation

/// The volumes that workspaces are kept in; a container's specification makes them.
package protocol WorkspaceVolumes: Sendable {
    /// Every volume that carries our instance's label.
    ///
    /// - Throws: ``ContainerError``.
    func volumes(instance: InstanceID) async throws -> [VolumeSnapshot]

    /// Removes a volume with what it holds; an absent one is not an error.
    ///
    /// - Throws: ``ContainerError``; `refused` while a container has it.
    func removeVolume(_ name: String) async throws
}

/// A volume as it was seen.
package struct VolumeSnapshot: Sendable, Hashable {
    /// Its name.
    package let name: String
    /// The workspace that its label names, if it names one.
    package let workspace: WorkspaceID?
    /// When it was made, by the engine's clock; nil where the engine does not say.
    package let createdAt: Date?

    package init(name: String, workspace: WorkspaceID?, createdAt: Date?) {
        self.name = name
        self.workspace = workspace
        self.createdAt = createdAt
    }
}
