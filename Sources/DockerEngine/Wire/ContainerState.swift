/// The life of a container as inspect tells it: the only source that an exit may be concluded from.
package struct ContainerState: Decodable, Sendable, Hashable {
    /// The engine's word for a container's stage.
    package enum Status: Sendable, Hashable {
        case created, running, paused, restarting, removing, exited, dead
        /// A word of another engine, such as podman's "configured" or "stopped".
        case other(String)
    }

    /// Its stage.
    package var status: Status
    /// Process id on the host; 0 while it does not run.
    package var pid: Int
    /// 128 plus the signal for a killed process; 0 also before the first start, so look at `status` too.
    package var exitCode: Int
    /// Some process in the container was killed for memory; with cgroups v1 also when process 1 survived.
    package var oomKilled: Bool
    /// Why it could not be started; else empty.
    package var error: String
    /// When the engine noted the start; nil before the first one.
    package var startedAt: EngineTime?
    /// When it ended; nil before the first exit.
    ///
    /// For short runs it can lie before `startedAt`, which the engine notes late.
    package var finishedAt: EngineTime?

    /// Whether its process ended; false for a container that was never started.
    package var hasExited: Bool {
        status == .exited || status == .dead || status == .other("stopped")
    }

    /// Reads the engine's JSON.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        status = Status(try container.decode(String.self, forKey: .status))
        pid = try container.value(.pid, default: 0)
        exitCode = try container.value(.exitCode, default: 0)
        oomKilled = try container.value(.oomKilled, default: false)
        error = try container.value(.error, default: "")
        startedAt = try container.time(.startedAt)
        finishedAt = try container.time(.finishedAt)
    }

    enum CodingKeys: String, CodingKey {
        case status = "Status"
        case pid = "Pid"
        case exitCode = "ExitCode"
        case oomKilled = "OOMKilled"
        case error = "Error"
        case startedAt = "StartedAt"
        case finishedAt = "FinishedAt"
    }
}

extension ContainerState.Status {
    /// Reads the engine's word.
    package init(_ word: String) {
        self =
            switch word {
            case "created": .created
            case "running": .running
            case "paused": .paused
            case "restarting": .restarting
            case "removing": .removing
            case "exited": .exited
            case "dead": .dead
            default: .other(word)
            }
    }
}

/// One line of a container list.
package struct ContainerSummary: Decodable, Sendable, Hashable {
    /// Full id.
    package var id: String
    /// Names without the leading slash.
    package var names: [String]
    /// Image as it was named at create.
    package var image: String
    /// Id of the image.
    package var imageID: String
    /// Its labels, the image's included.
    package var labels: [String: String]
    /// Its stage.
    package var status: ContainerState.Status
    /// For people: "Exited (0) 3 minutes ago".
    package var statusText: String
    /// Seconds since 1970.
    package var created: Int64

    /// Reads the engine's JSON.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        let paths: [String] = try container.value(.names, default: [])
        names = paths.map { $0.hasPrefix("/") ? String($0.dropFirst()) : $0 }
        image = ImageName.familiar(try container.value(.image, default: ""))
        imageID = try container.value(.imageID, default: "")
        labels = try container.value(.labels, default: [:])
        status = ContainerState.Status(try container.decode(String.self, forKey: .status))
        statusText = try container.value(.statusText, default: "")
        created = try container.value(.created, default: 0)
    }

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case names = "Names"
        case image = "Image"
        case imageID = "ImageID"
        case labels = "Labels"
        case status = "State"
        case statusText = "Status"
        case created = "Created"
    }
}
