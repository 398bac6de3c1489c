/// What a dispatch's container is to be; a closed list, so that nothing a tenant sends can reach an engine call.
package struct ContainerSpec: Sendable, Hashable {
    /// Deterministic: ``name(instance:dispatch:attempt:)``, or ``WarmID/containerName(instance:)``.
    package let name: String
    /// Image with tag, or an id.
    package let image: String
    /// Whose container it is.
    package let instance: InstanceID
    /// Who will have it, for the labels.
    package let owner: Owner
    /// CPU, memory and processes.
    package let resources: Resources
    /// The only way out.
    package let door: DoorMount
    /// What is mounted as the workspace; nil for one in memory, which goes with the container.
    package let workspace: WorkspaceVolume?
    /// The OCI runtime, such as `runsc`; nil takes the engine's default.
    package let runtime: String?

    /// Who a container is made for.
    package enum Owner: Sendable, Hashable {
        /// A tenant's dispatch; its attempt, from 1.
        case dispatch(DispatchID, tenant: String, attempt: Int)
        /// Nobody yet.
        case nobody(WarmID)
    }

    /// How the container reaches its door.
    package enum DoorMount: Sendable, Hashable {
        /// No network; this directory of the host, which holds the socket, is bound read-only.
        case directory(String)
        /// A bridge network of this name, and the gateway's address on it.
        case bridge(network: String, host: String, port: Int, bootToken: DoorToken)
    }

    package init(
        name: String,
        image: String,
        instance: InstanceID,
        tenant: String,
        dispatch: DispatchID,
        attempt: Int,
        resources: Resources,
        door: DoorMount,
        workspace: WorkspaceVolume? = nil,
        runtime: String? = nil
    ) {
        self.name = name
        self.image = image
        self.instance = instance
        owner = .dispatch(dispatch, tenant: tenant, attempt: attempt)
        self.resources = resources
        self.door = door
        self.workspace = workspace
        self.runtime = runtime
    }

    /// A container that is made ahead of its dispatch.
    package init(
        warm: WarmID,
        image: String,
        instance: InstanceID,
        resources: Resources,
        door: DoorMount,
        runtime: String?
    ) {
        name = warm.containerName(instance: instance)
        self.image = image
        self.instance = instance
        owner = .nobody(warm)
        self.resources = resources
        self.door = door
        workspace = nil
        self.runtime = runtime
    }

    /// The name of a dispatch's container, the same after any restart.
    package static func name(instance: InstanceID, dispatch: DispatchID, attempt: Int) -> String {
        "outpost-\(instance.text.prefix(8).lowercased())-\(dispatch.text.lowercased())-\(attempt)"
    }
}
