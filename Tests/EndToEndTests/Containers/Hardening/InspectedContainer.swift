internal import Foundation

/// What the engine says of a container, with the fields that nobody but a benchmark looks at.
struct InspectedContainer: Decodable, Sendable {
    let appArmorProfile: String?
    let config: Config
    let hostConfig: Host
    let mounts: [Mount]
    let networkSettings: Network

    struct Config: Decodable, Sendable {
        let user: String
        let networkDisabled: Bool?
        let healthcheck: [String: String]?

        enum CodingKeys: String, CodingKey {
            case user = "User"
            case networkDisabled = "NetworkDisabled"
            case healthcheck = "Healthcheck"
        }
    }

    struct Mount: Decodable, Sendable {
        let kind: String
        let source: String?
        let destination: String
        let isWritable: Bool
        let propagation: String?

        enum CodingKeys: String, CodingKey {
            case kind = "Type"
            case source = "Source"
            case destination = "Destination"
            case isWritable = "RW"
            case propagation = "Propagation"
        }
    }

    struct Network: Decodable, Sendable {
        let networks: [String: Endpoint]

        struct Endpoint: Decodable, Sendable {
            let address: String

            enum CodingKeys: String, CodingKey {
                case address = "IPAddress"
            }
        }

        enum CodingKeys: String, CodingKey {
            case networks = "Networks"
        }
    }

    enum CodingKeys: String, CodingKey {
        case appArmorProfile = "AppArmorProfile"
        case config = "Config"
        case hostConfig = "HostConfig"
        case mounts = "Mounts"
        case networkSettings = "NetworkSettings"
    }

    static func read(_ id: String) async throws -> InspectedContainer {
        let text = try await Engine.raw("/containers/\(id)/json")
        return try JSONDecoder().decode(InspectedContainer.self, from: Data(text.utf8))
    }
}

extension InspectedContainer {
    struct Host: Decodable, Sendable {
        let capAdd: [String]?
        let capDrop: [String]?
        let privileged: Bool
        let publishAllPorts: Bool
        let portBindings: [String: [[String: String]]?]?
        let networkMode: String
        let memory: Int64
        let memorySwap: Int64
        let nanoCPUs: Int64
        let readonlyRootfs: Bool
        let restartPolicy: [String: RestartValue]
        let pidMode: String
        let ipcMode: String
        let utsMode: String
        let usernsMode: String
        let cgroupParent: String
        let devices: [[String: String]]?
        let ulimits: [Limit]?
        let securityOpt: [String]?
        let pidsLimit: Int64?
        let volumesFrom: [String]?

        enum CodingKeys: String, CodingKey {
            case capAdd = "CapAdd"
            case capDrop = "CapDrop"
            case privileged = "Privileged"
            case publishAllPorts = "PublishAllPorts"
            case portBindings = "PortBindings"
            case networkMode = "NetworkMode"
            case memory = "Memory"
            case memorySwap = "MemorySwap"
            case nanoCPUs = "NanoCpus"
            case readonlyRootfs = "ReadonlyRootfs"
            case restartPolicy = "RestartPolicy"
            case pidMode = "PidMode"
            case ipcMode = "IpcMode"
            case utsMode = "UTSMode"
            case usernsMode = "UsernsMode"
            case cgroupParent = "CgroupParent"
            case devices = "Devices"
            case ulimits = "Ulimits"
            case securityOpt = "SecurityOpt"
            case pidsLimit = "PidsLimit"
            case volumesFrom = "VolumesFrom"
        }
    }

    struct Limit: Decodable, Sendable {
        let name: String
        let soft: Int64
        let hard: Int64

        /// Without what Podman writes before it.
        var plainName: String { name.lowercased().replacing("rlimit_", with: "") }

        enum CodingKeys: String, CodingKey {
            case name = "Name"
            case soft = "Soft"
            case hard = "Hard"
        }
    }

    /// The name of the policy, or its number of attempts.
    enum RestartValue: Decodable, Sendable, Equatable {
        case name(String)
        case count(Int)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let count = try? container.decode(Int.self) {
                self = .count(count)
            } else {
                self = .name(try container.decode(String.self))
            }
        }
    }
}

extension InspectedContainer.Host {
    /// Podman lists what a container has by default in place of `ALL`.
    var dropsAllCapabilities: Bool {
        let names = (capDrop ?? []).map { $0.replacing("CAP_", with: "") }
        return names == ["ALL"]
            || Set(names).isSuperset(of: [
                "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP",
                "SETUID", "SYS_CHROOT",
            ])
    }
}
