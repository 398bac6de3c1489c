/// What a container was made with: a dispatch can have one that was made ahead only where all of it is the same.
///
/// Limits are part of it, because the sizes of the folders in memory follow them and cannot be changed afterwards.
package struct WarmKey: Sendable, Hashable, CustomStringConvertible {
    /// The agent.
    package let agent: String
    /// Its image, with the tag.
    package let image: String
    /// CPU, memory and processes.
    package let resources: Resources
    /// The OCI runtime; nil takes the engine's default.
    package let runtime: String?

    package init(agent: String, image: String, resources: Resources, runtime: String?) {
        self.agent = agent
        self.image = image
        self.resources = resources
        self.runtime = runtime
    }

    package var description: String {
        "\(image) \(resources.cpuUnits)/\(resources.memoryMiB)/\(resources.pids) \(runtime ?? "")"
    }
}
