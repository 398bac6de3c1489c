/// The body of `POST /volumes/create`.
package struct VolumeCreateBody: Encodable, Sendable, Hashable {
    /// Name.
    package var name: String
    /// Labels.
    package var labels: [String: String]
    /// `local` by default.
    package var driver: String
    /// Driver options, such as `type`, `device` and `o`.
    package var driverOptions: [String: String]

    /// Creates a body.
    package init(
        name: String,
        labels: [String: String],
        driver: String = "local",
        driverOptions: [String: String] = [:]
    ) {
        self.name = name
        self.labels = labels
        self.driver = driver
        self.driverOptions = driverOptions
    }

    enum CodingKeys: String, CodingKey {
        case name = "Name"
        case labels = "Labels"
        case driver = "Driver"
        case driverOptions = "DriverOpts"
    }
}

/// What the engine knows about one volume.
package struct VolumeInspect: Decodable, Sendable, Hashable {
    /// Name.
    package var name: String
    /// Driver, such as `local`.
    package var driver: String
    /// Path on the engine's host.
    package var mountpoint: String
    /// Labels.
    package var labels: [String: String]
    /// When it was created.
    package var created: EngineTime?

    /// Reads the engine's JSON.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        driver = try container.value(.driver, default: "")
        mountpoint = try container.value(.mountpoint, default: "")
        labels = try container.value(.labels, default: [:])
        created = try container.time(.created)
    }

    enum CodingKeys: String, CodingKey {
        case name = "Name"
        case driver = "Driver"
        case mountpoint = "Mountpoint"
        case labels = "Labels"
        case created = "CreatedAt"
    }
}
