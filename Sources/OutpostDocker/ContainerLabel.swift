internal import OutpostCore

/// Labels of our containers; none of them is secret, since the engine writes labels down and shows them.
enum ContainerLabel {
    static let instance = "outpost.instance"
    static let tenant = "outpost.tenant"
    static let dispatch = "outpost.dispatch"
    static let attempt = "outpost.attempt"
    static let spec = "outpost.spec"
    /// On a workspace's volume, and on the container that has it.
    static let workspace = "outpost.workspace"

    static func all(of spec: ContainerSpec) -> [String: String] {
        var labels = [
            instance: spec.instance.text,
            tenant: spec.tenant,
            dispatch: spec.dispatch.text,
            attempt: String(spec.attempt),
            self.spec: spec.digest,
        ]
        labels[workspace] = spec.workspace?.workspace.text
        return labels
    }

    /// Of the workspace's volume.
    static func all(of volume: WorkspaceVolume, _ spec: ContainerSpec) -> [String: String] {
        [instance: spec.instance.text, tenant: spec.tenant, workspace: volume.workspace.text]
    }
}
