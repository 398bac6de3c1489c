/// One resource limit of a container's processes.
package struct Ulimit: Codable, Sendable, Hashable {
    /// Name without `RLIMIT_`, in lower case: `nofile`, `core`, `fsize`.
    package var name: String
    /// The limit in force.
    package var soft: Int64
    /// The most that a process may raise it to.
    package var hard: Int64

    /// Creates a limit whose soft and hard values are equal.
    package init(name: String, limit: Int64) {
        self.name = name
        soft = limit
        hard = limit
    }

    /// Reads the engine's JSON; Podman writes `RLIMIT_NOFILE`.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let word = try container.decode(String.self, forKey: .name).lowercased()
        name = word.hasPrefix("rlimit_") ? String(word.dropFirst(7)) : word
        soft = try container.decode(Int64.self, forKey: .soft)
        hard = try container.decode(Int64.self, forKey: .hard)
    }

    enum CodingKeys: String, CodingKey {
        case name = "Name"
        case soft = "Soft"
        case hard = "Hard"
    }
}

/// When the engine restarts a container by itself.
package struct RestartPolicy: Codable, Sendable, Hashable {
    /// `no`, `always`, `unless-stopped` or `on-failure`.
    package var name: String
    /// Most restarts of `on-failure`.
    package var maximumRetryCount: Int?

    /// Creates a policy.
    package init(name: String) {
        self.name = name
    }

    enum CodingKeys: String, CodingKey {
        case name = "Name"
        case maximumRetryCount = "MaximumRetryCount"
    }
}

/// The engine's log driver of a container.
package struct LogConfig: Codable, Sendable, Hashable {
    /// Name of the driver, such as `json-file`, `local` or `none`.
    package var type: String
    /// Driver options, such as `max-size` and `max-file`.
    package var config: [String: String]?

    /// Creates a configuration.
    package init(type: String, config: [String: String]? = nil) {
        self.type = type
        self.config = config
    }

    enum CodingKeys: String, CodingKey {
        case type = "Type"
        case config = "Config"
    }
}

/// A device of the host given to a container.
package struct DeviceMapping: Codable, Sendable, Hashable {
    /// Path of the device on the host.
    package var pathOnHost: String?
    /// Path of the device inside.
    package var pathInContainer: String?
    /// Some of `rwm`.
    package var cgroupPermissions: String?

    enum CodingKeys: String, CodingKey {
        case pathOnHost = "PathOnHost"
        case pathInContainer = "PathInContainer"
        case cgroupPermissions = "CgroupPermissions"
    }
}
