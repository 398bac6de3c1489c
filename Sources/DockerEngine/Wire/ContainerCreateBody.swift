/// The body of `POST /containers/create`.
package struct ContainerCreateBody: Encodable, Sendable, Hashable {
    /// The portable half.
    package var config: ContainerConfig
    /// The half that concerns the host.
    package var hostConfig: HostConfig
    /// Networks to join; nil leaves it to the network mode.
    package var networkingConfig: NetworkingConfig?

    /// Creates a body from its halves.
    package init(config: ContainerConfig, hostConfig: HostConfig, networkingConfig: NetworkingConfig? = nil) {
        self.config = config
        self.hostConfig = hostConfig
        self.networkingConfig = networkingConfig
    }

    /// Writes the configuration's fields at the top level, where the engine expects them.
    package func encode(to encoder: any Encoder) throws {
        try config.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(hostConfig, forKey: .hostConfig)
        try container.encodeIfPresent(networkingConfig, forKey: .networkingConfig)
    }

    enum CodingKeys: String, CodingKey {
        case hostConfig = "HostConfig"
        case networkingConfig = "NetworkingConfig"
    }
}

/// The networks that a container joins at create.
package struct NetworkingConfig: Codable, Sendable, Hashable {
    /// Settings by network name; more than one needs API 1.44.
    package var endpoints: [String: EndpointConfig]

    /// Creates settings for networks by name.
    package init(endpoints: [String: EndpointConfig]) {
        self.endpoints = endpoints
    }

    enum CodingKeys: String, CodingKey {
        case endpoints = "EndpointsConfig"
    }
}

/// A container's place in one network.
package struct EndpointConfig: Codable, Sendable, Hashable {
    /// More names for it in that network.
    package var aliases: [String]?

    /// Creates settings.
    package init(aliases: [String]? = nil) {
        self.aliases = aliases
    }

    enum CodingKeys: String, CodingKey {
        case aliases = "Aliases"
    }
}

/// The answer to `POST /containers/create`.
package struct ContainerCreated: Decodable, Sendable, Hashable {
    /// Full id.
    package var id: String
    /// What the engine accepted but will not do as asked.
    package var warnings: [String]

    /// Reads the engine's JSON.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        warnings = try container.value(.warnings, default: [])
    }

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case warnings = "Warnings"
    }
}

/// The body of `POST /containers/{id}/update`; nil fields stay as they are.
package struct ContainerUpdate: Encodable, Sendable, Hashable {
    /// Bytes.
    package var memory: Int64?
    /// Bytes, swap included; must be raised together with `memory`.
    package var memorySwap: Int64?
    /// CPUs in units of 10⁻⁹.
    package var nanoCPUs: Int64?
    /// Most processes and threads.
    package var pidsLimit: Int64?

    /// Creates an update of the given limits.
    package init(memory: Int64? = nil, memorySwap: Int64? = nil, nanoCPUs: Int64? = nil, pidsLimit: Int64? = nil) {
        self.memory = memory
        self.memorySwap = memorySwap
        self.nanoCPUs = nanoCPUs
        self.pidsLimit = pidsLimit
    }

    enum CodingKeys: String, CodingKey {
        case memory = "Memory"
        case memorySwap = "MemorySwap"
        case nanoCPUs = "NanoCpus"
        case pidsLimit = "PidsLimit"
    }
}
