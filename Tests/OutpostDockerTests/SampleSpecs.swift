internal import Foundation
internal import OutpostCore
internal import Testing

@testable internal import DockerEngine
@testable internal import OutpostDocker

/// Specifications that the suites need, and what becomes of them.
enum SampleSpecs {
    static let host = HostCapacity(cpus: 8, memory: 32 << 30)

    static func spec(
        image: String = "outpost/sample:1",
        tenant: String = "tenant",
        resources: Resources = Tier.balanced.resources,
        door: ContainerSpec.DoorMount = .directory("/data/doors/one"),
        workspace: WorkspaceVolume? = nil,
        runtime: String? = nil
    ) throws -> ContainerSpec {
        let dispatch = try #require(DispatchID("01ARZ3NDEKTSV4RRFFQ69G5FAV"))
        let instance = InstanceID("INSTANCE")
        return ContainerSpec(
            name: ContainerSpec.name(instance: instance, dispatch: dispatch, attempt: 1),
            image: image,
            instance: instance,
            tenant: tenant,
            dispatch: dispatch,
            attempt: 1,
            resources: resources,
            door: door,
            workspace: workspace,
            runtime: runtime
        )
    }

    /// One that is made ahead of its dispatch.
    static func warm(
        image: String = "outpost/sample:1",
        resources: Resources = Tier.balanced.resources,
        runtime: String? = nil
    ) throws -> ContainerSpec {
        ContainerSpec(
            warm: try #require(WarmID("01JZZZZZZZZZZZZZZZZZZZZZZZ")),
            image: image,
            instance: InstanceID("INSTANCE"),
            resources: resources,
            door: .directory("/data/doors/01JZZZZZZZZZZZZZZZZZZZZZZZ"),
            runtime: runtime
        )
    }

    static let bridge = ContainerSpec.DoorMount.bridge(
        network: "outpost-net",
        host: "172.30.0.1",
        port: 4321,
        bootToken: DoorToken(value: "otk_boot")
    )

    static func json(_ spec: ContainerSpec, host: HostCapacity = host) throws -> [String: Any] {
        let data = try JSONEncoder().encode(ContainerCreateBody(spec, host: host))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    /// What an engine that did as it was told would answer to inspect.
    static func inspect(_ spec: ContainerSpec, host: HostCapacity = host) throws -> [String: Any] {
        var config = try json(spec, host: host)
        let hostConfig = try #require(config.removeValue(forKey: "HostConfig") as? [String: Any])
        let mounts = (hostConfig["Mounts"] as? [[String: Any]] ?? []).map { mount in
            ["Type": mount["Type"], "Source": mount["Source"], "Destination": mount["Target"], "RW": false]
        }
        return [
            "Id": "container-id", "Name": "/" + spec.name, "Image": "sha256:1", "Config": config,
            "HostConfig": hostConfig,
            "State": ["Status": "created"], "Mounts": mounts,
        ]
    }
}
