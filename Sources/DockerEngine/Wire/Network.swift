/// The body of `POST /networks/create`.
package struct NetworkCreateBody: Encodable, Sendable, Hashable {
    /// Name.
    package var name: String
    /// `bridge` by default.
    package var driver: String
    /// True leaves out the way to other networks.
    package var isInternal: Bool
    /// Labels.
    package var labels: [String: String]
    /// Driver options, such as `com.docker.network.bridge.enable_icc`.
    package var options: [String: String]
    /// Address pool; nil lets the engine choose from its default pools, of which there are only 31.
    package var ipam: IPAM?
    /// Refuses a name that is taken; engines before API 1.44 would make a second network of that name.
    package let checksDuplicate = true

    /// Creates a body.
    package init(
        name: String,
        driver: String = "bridge",
        isInternal: Bool = false,
        labels: [String: String],
        options: [String: String] = [:],
        ipam: IPAM? = nil
    ) {
        self.name = name
        self.driver = driver
        self.isInternal = isInternal
        self.labels = labels
        self.options = options
        self.ipam = ipam
    }

    enum CodingKeys: String, CodingKey {
        case name = "Name"
        case driver = "Driver"
        case isInternal = "Internal"
        case labels = "Labels"
        case options = "Options"
        case ipam = "IPAM"
        case checksDuplicate = "CheckDuplicate"
    }
}

/// The address pools of a network.
package struct IPAM: Codable, Sendable, Hashable {
    /// Pools in order.
    package var config: [Pool]?

    /// Creates pools.
    package init(config: [Pool]) {
        self.config = config
    }

    /// One pool.
    package struct Pool: Codable, Sendable, Hashable {
        /// CIDR.
        package var subnet: String?
        /// Address of the host in it; nil lets the engine choose.
        package var gateway: String?

        /// Creates a pool.
        package init(subnet: String, gateway: String? = nil) {
            self.subnet = subnet
            self.gateway = gateway
        }

        enum CodingKeys: String, CodingKey {
            case subnet = "Subnet"
            case gateway = "Gateway"
        }
    }

    enum CodingKeys: String, CodingKey {
        case config = "Config"
    }
}

/// What the engine knows about one network.
package struct NetworkInspect: Decodable, Sendable, Hashable {
    /// Full id.
    package var id: String
    /// Name.
    package var name: String
    /// Driver, such as `bridge`.
    package var driver: String
    /// Whether it has no way to other networks.
    package var isInternal: Bool
    /// Labels.
    package var labels: [String: String]
    /// Driver options.
    package var options: [String: String]
    /// Address pools.
    package var ipam: IPAM?
    /// Ids of the running containers in it; lists leave it empty.
    package var containerIDs: [String]

    /// Reads the engine's JSON.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        name = try container.decode(String.self, forKey: .name)
        driver = try container.value(.driver, default: "")
        isInternal = try container.value(.isInternal, default: false)
        labels = try container.value(.labels, default: [:])
        options = try container.value(.options, default: [:])
        ipam = try container.decodeIfPresent(IPAM.self, forKey: .ipam)
        let members: [String: EmptyObject] = try container.value(.containers, default: [:])
        containerIDs = members.keys.sorted()
    }

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case name = "Name"
        case driver = "Driver"
        case isInternal = "Internal"
        case labels = "Labels"
        case options = "Options"
        case ipam = "IPAM"
        case containers = "Containers"
    }
}
