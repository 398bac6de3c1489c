/// The portable half of a container's configuration, as sent to create and as returned by inspect.
///
/// Only fields that are used here are included. A nil field is not sent, and the image's or the engine's default applies.
package struct ContainerConfig: Codable, Sendable, Hashable {
    /// Image reference or id; create never pulls it.
    package var image: String?
    /// User as `uid:gid` or by name.
    package var user: String?
    /// True gives the container a network namespace with nothing but loopback, faster than any network mode.
    package var networkDisabled: Bool?
    /// Entries `NAME=value`, never secrets: they are on the engine's disk, in part even after the removal.
    package var environment: [String]?
    /// Labels, which inspect, lists and events show.
    package var labels: [String: String]?
    /// Replaces the image's entrypoint.
    package var entrypoint: [String]?
    /// Replaces the image's command.
    package var command: [String]?
    /// Working directory.
    package var workingDirectory: String?
    /// Signal that `stop` sends first, for example "SIGTERM".
    package var stopSignal: String?
    /// Seconds from that signal to SIGKILL.
    package var stopTimeout: Int?
    /// Host name inside.
    package var hostname: String?
    /// True allocates a terminal: output is then neither framed nor told apart by stream.
    package var tty: Bool?
    /// True keeps stdin open for an attach.
    package var openStdin: Bool?
    /// True closes stdin when the first attached client leaves.
    package var stdinOnce: Bool?
    /// Volumes that the image or create declares, by path.
    package var volumes: [String: EmptyObject]?

    /// Creates a configuration with everything else left to the image.
    package init(image: String? = nil, labels: [String: String]? = nil) {
        self.image = image
        self.labels = labels
    }

    enum CodingKeys: String, CodingKey {
        case image = "Image"
        case user = "User"
        case networkDisabled = "NetworkDisabled"
        case environment = "Env"
        case labels = "Labels"
        case entrypoint = "Entrypoint"
        case command = "Cmd"
        case workingDirectory = "WorkingDir"
        case stopSignal = "StopSignal"
        case stopTimeout = "StopTimeout"
        case hostname = "Hostname"
        case tty = "Tty"
        case openStdin = "OpenStdin"
        case stdinOnce = "StdinOnce"
        case volumes = "Volumes"
    }
}

/// The `{}` by which the engine writes a member of a set.
package struct EmptyObject: Codable, Sendable, Hashable {
    /// Creates the only value.
    package init() {}
}
