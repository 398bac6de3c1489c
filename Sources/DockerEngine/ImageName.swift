/// Names of images as the docker command writes them.
enum ImageName {
    /// Hosts that Podman writes before the names that it was given without one: of what was built or pulled, of what was
    /// loaded.
    private static let implied = ["docker.io/library/", "docker.io/", "localhost/"]

    /// Returns the name without a host that nobody asked for; any other name as it is.
    static func familiar(_ name: String) -> String {
        guard let host = implied.first(where: { name.hasPrefix($0) }) else { return name }
        return String(name.dropFirst(host.count))
    }
}
