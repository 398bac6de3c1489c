/// What the engine knows about one container; only the fields used here.
package struct ContainerInspect: Decodable, Sendable, Hashable {
    /// Full id.
    package var id: String
    /// Name without the leading slash.
    package var name: String
    /// When it was created.
    package var created: EngineTime?
    /// Where it is in its life.
    package var state: ContainerState
    /// Id of the image that it was made from.
    package var imageID: String
    /// How often the engine restarted it by itself.
    package var restartCount: Int
    /// The portable half of its configuration, merged with the image's.
    package var config: ContainerConfig
    /// The host half of its configuration, as the engine understood it.
    package var hostConfig: HostConfig
    /// The mounts as made, image volumes included.
    package var mounts: [MountPoint]
    /// Its networks by name.
    package var networks: [String: NetworkAttachment]

    /// Reads the engine's JSON.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        let path = try container.decode(String.self, forKey: .name)
        name = path.hasPrefix("/") ? String(path.dropFirst()) : path
        created = try container.time(.created)
        state = try container.decode(ContainerState.self, forKey: .state)
        imageID = try container.value(.imageID, default: "")
        restartCount = try container.value(.restartCount, default: 0)
        config = try container.decode(ContainerConfig.self, forKey: .config)
        hostConfig = try container.decode(HostConfig.self, forKey: .hostConfig)
        mounts = try container.value(.mounts, default: [])
        let settings = try container.decodeIfPresent(NetworkSettings.self, forKey: .networkSettings)
        networks = settings?.networks ?? [:]
    }

    private struct NetworkSettings: Decodable {
        var networks: [String: NetworkAttachment]?

        enum CodingKeys: String, CodingKey {
            case networks = "Networks"
        }
    }

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case name = "Name"
        case created = "Created"
        case state = "State"
        case imageID = "Image"
        case restartCount = "RestartCount"
        case config = "Config"
        case hostConfig = "HostConfig"
        case mounts = "Mounts"
        case networkSettings = "NetworkSettings"
    }
}

/// A mount as the engine made it.
package struct MountPoint: Decodable, Sendable, Hashable {
    /// `bind`, `volume`, `tmpfs`.
    package var kind: String
    /// Name of a volume; empty otherwise.
    package var name: String
    /// Host path.
    package var source: String
    /// Path inside.
    package var destination: String
    /// Whether the container may write to it.
    package var isWritable: Bool

    /// Reads the engine's JSON.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        kind = try container.value(.kind, default: "")
        name = try container.value(.name, default: "")
        source = try container.value(.source, default: "")
        destination = try container.decode(String.self, forKey: .destination)
        isWritable = try container.value(.isWritable, default: true)
    }

    enum CodingKeys: String, CodingKey {
        case kind = "Type"
        case name = "Name"
        case source = "Source"
        case destination = "Destination"
        case isWritable = "RW"
    }
}

/// A container's addresses in one network.
package struct NetworkAttachment: Decodable, Sendable, Hashable {
    /// Id of the network.
    package var networkID: String
    /// IPv4 address; empty while the container does not run.
    package var ipAddress: String
    /// IPv4 address of the network's gateway, or empty.
    package var gateway: String

    /// Reads the engine's JSON.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        networkID = try container.value(.networkID, default: "")
        ipAddress = try container.value(.ipAddress, default: "")
        gateway = try container.value(.gateway, default: "")
    }

    enum CodingKeys: String, CodingKey {
        case networkID = "NetworkID"
        case ipAddress = "IPAddress"
        case gateway = "Gateway"
    }
}
