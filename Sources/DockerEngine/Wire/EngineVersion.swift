/// The answer to a ping.
package struct EnginePing: Sendable, Hashable {
    /// The newest API that the engine speaks.
    package var apiVersion: APIVersion
    /// `linux` or `windows`.
    package var operatingSystem: String?
    /// `2` where BuildKit is the default builder.
    package var builderVersion: String?
    /// The `Server` header, such as `Docker/20.10.24 (linux)`.
    package var server: String?

    /// Creates an answer.
    package init(
        apiVersion: APIVersion,
        operatingSystem: String? = nil,
        builderVersion: String? = nil,
        server: String? = nil
    ) {
        self.apiVersion = apiVersion
        self.operatingSystem = operatingSystem
        self.builderVersion = builderVersion
        self.server = server
    }
}

/// The versions of an engine.
package struct EngineVersion: Decodable, Sendable, Hashable {
    /// Version of the engine.
    package var version: String
    /// The newest API that it speaks.
    package var apiVersion: String
    /// The oldest API that it still speaks.
    package var minimumAPIVersion: String
    /// Architecture in Go's words, such as amd64.
    package var architecture: String
    /// Version of the host's kernel.
    package var kernelVersion: String
    /// Versions of its parts by their names, such as `runc` and `containerd`.
    package var components: [String: String]

    /// Reads the engine's JSON.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        version = try container.decode(String.self, forKey: .version)
        apiVersion = try container.value(.apiVersion, default: "")
        minimumAPIVersion = try container.value(.minimumAPIVersion, default: "")
        architecture = try container.value(.architecture, default: "")
        kernelVersion = try container.value(.kernelVersion, default: "")
        let parts: [Component] = try container.value(.components, default: [])
        components = Dictionary(parts.map { ($0.name, $0.version) }) { first, _ in first }
    }

    private struct Component: Decodable {
        let name: String
        let version: String
        enum CodingKeys: String, CodingKey {
            case name = "Name"
            case version = "Version"
        }
    }

    enum CodingKeys: String, CodingKey {
        case components = "Components"
        case version = "Version"
        case apiVersion = "ApiVersion"
        case minimumAPIVersion = "MinAPIVersion"
        case architecture = "Arch"
        case kernelVersion = "KernelVersion"
    }
}

/// What the engine's objects occupy.
package struct DiskUsage: Decodable, Sendable, Hashable {
    /// Bytes of all image layers, shared ones counted once.
    package var layers: Int64
    /// Bytes of the containers' writable layers.
    package var containers: Int64
    /// Bytes of the volumes whose size the engine knows.
    package var volumes: Int64
    /// Bytes of BuildKit's cache.
    package var buildCache: Int64

    /// Reads the engine's JSON.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        layers = try container.value(.layers, default: 0)
        let writable: [Writable] = try container.value(.containers, default: [])
        containers = writable.reduce(0) { $0 + ($1.bytes ?? 0) }
        let data: [Volume] = try container.value(.volumes, default: [])
        volumes = data.reduce(0) { $0 + max(0, $1.usage?.bytes ?? 0) }
        let cache: [Cache] = try container.value(.buildCache, default: [])
        buildCache = cache.reduce(0) { $0 + ($1.bytes ?? 0) }
    }

    private struct Writable: Decodable {
        var bytes: Int64?
        enum CodingKeys: String, CodingKey { case bytes = "SizeRw" }
    }

    private struct Volume: Decodable {
        var usage: Cache?
        enum CodingKeys: String, CodingKey { case usage = "UsageData" }
    }

    private struct Cache: Decodable {
        var bytes: Int64?
        enum CodingKeys: String, CodingKey { case bytes = "Size" }
    }

    enum CodingKeys: String, CodingKey {
        case layers = "LayersSize"
        case containers = "Containers"
        case volumes = "Volumes"
        case buildCache = "BuildCache"
    }
}
