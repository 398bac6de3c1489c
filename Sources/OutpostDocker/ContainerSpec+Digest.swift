internal import Crypto
internal import OutpostCore

extension ContainerSpec {
    /// Twelve hexadecimal digits over what the container is made of, to tell a changed specification from the same one.
    var digest: String {
        let door =
            switch door {
            case .directory(let path): "directory \(path)"
            case .bridge(let network, let host, _, _): "bridge \(network) \(host)"
            }
        let parts = [
            image, door, "\(resources.cpuUnits) \(resources.memoryMiB) \(resources.pids)", runtime ?? "",
            workspace?.name ?? "",
        ]
        let hash = SHA256.hash(data: Array(parts.joined(separator: "\0").utf8))
        return hash.prefix(6).hexadecimal
    }
}
