internal import OutpostCore

/// Labels of our containers; none of them is secret, since the engine writes labels down and shows them.
enum ContainerLabel {
    static let instance = "outpost.instance"
    static let tenant = "outpost.tenant"
    static let dispatch = "outpost.dispatch"
    static let attempt = "outpost.attempt"
    /// In place of the last three, on a container that was made ahead of its dispatch.
    static let warm = "outpost.warm"
    static let spec = "outpost.spec"
    /// On a workspace's volume, and on the container that has it.
    static let workspace = "outpost.workspace"

    static func all(of spec: ContainerSpec) -> [String: String] {
        var labels = [instance: spec.instance.text, self.spec: spec.digest]
        switch spec.owner {
        case .dispatch(let id, let tenant, let attempt):
            labels[self.tenant] = tenant
            labels[dispatch] = id.text
            labels[self.attempt] = String(attempt)
        case .nobody(let id):
            labels[warm] = id.text
        }
        labels[workspace] = spec.workspace?.workspace.text
        return labels
    }

    /// Of the workspace's volume.
    static func all(of volume: WorkspaceVolume, _ spec: ContainerSpec) -> [String: String] {
        var labels = [instance: spec.instance.text, workspace: volume.workspace.text]
        if case .dispatch(_, let tenant, _) = spec.owner { labels[self.tenant] = tenant }
        return labels
    }
}
