/// The storage of a workspace, as a container gets it.
package struct WorkspaceVolume: Sendable, Hashable {
    /// The workspace that it belongs to, for the label.
    package let workspace: WorkspaceID
    /// The volume's name: ``name(instance:workspace:)``.
    package let name: String
    /// MiB that the workspace may hold.
    package let maximumMiB: Int

    package init(instance: InstanceID, workspace: WorkspaceID, maximumMiB: Int) {
        self.workspace = workspace
        name = Self.name(instance: instance, workspace: workspace)
        self.maximumMiB = maximumMiB
    }

    /// The name of a workspace's volume, the same after any restart.
    package static func name(instance: InstanceID, workspace: WorkspaceID) -> String {
        "outpost-\(instance.text.prefix(8).lowercased())-workspace-\(workspace)"
    }
}
