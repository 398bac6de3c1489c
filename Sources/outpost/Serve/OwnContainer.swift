internal import DockerEngine
internal import Foundation
internal import OutpostCore
internal import OutpostDocker

/// The container that this process runs in, where it runs in one.
///
/// Doors are sockets in the data directory, which the engine binds into agents' containers and looks for on its own
/// host. From within a container they are found there only if the directory has the same path on both sides.
enum OwnContainer {
    private static let mountTable = "/proc/self/mountinfo"
    /// Files that every engine binds into a container from a folder of the container's id.
    private static let boundFiles: Set<Substring> = ["/etc/hostname", "/etc/hosts", "/etc/resolv.conf"]

    /// The id by which the engine knows it.
    ///
    /// - Parameter mounts: the text of `/proc/self/mountinfo`.
    /// - Returns: nil outside of a container, or where the engine hides it.
    static func id(mounts: String) -> String? {
        for line in mounts.split(separator: "\n") {
            // id, parent, device, path in the file system, place, …
            let fields = line.split(separator: " ")
            guard fields.count > 4, boundFiles.contains(fields[4]) else { continue }
            let folders = fields[3].split(separator: "/")
            for (parent, id) in zip(folders, folders.dropFirst())
            where parent.hasSuffix("containers") && id.utf8.count == 64 && id.allSatisfy(\.isHexDigit) {
                return String(id)
            }
        }
        return nil
    }

    /// Judges where a data directory lies on the engine's host.
    ///
    /// - Parameters:
    ///   - path: the directory, as this process sees it.
    ///   - mounts: what is mounted into this process's container.
    /// - Returns: nil where it has the same path on both sides.
    static func finding(dataDirectory path: String, mounts: [MountPoint]) -> PreflightFinding? {
        let holders = mounts.filter { path == $0.destination || path.hasPrefix($0.destination + "/") }
        guard let mount = holders.max(by: { $0.destination.count < $1.destination.count }) else {
            return finding(
                "\(path) lies in the server's own container: it goes with it, and no agent's container reaches a door in it",
                advice: "mount a folder of the host at its own path: docker run -v \(path):\(path) …"
            )
        }
        let real = mount.source + path.dropFirst(mount.destination.count)
        guard real != path else { return nil }
        let what = mount.kind == "volume" ? "the volume \(mount.name)" : mount.source
        let word = ShellWord.quoted(real)
        return finding(
            "\(path) is \(real) on the engine's host (\(what) is mounted there): no agent's container reaches a door in it",
            advice: "use the same path on both sides: docker run -v \(word):\(word) -e OUTPOST_DATA_DIR=\(word) …"
        )
    }

    private static func finding(_ text: String, advice: String) -> PreflightFinding {
        PreflightFinding("data directory", .error, text, advice: advice)
    }

    /// Asks the engine about this process's container.
    ///
    /// - Returns: nil outside of a container, in one of another engine, and where all is well.
    static func finding(dataDirectory path: String, client: DockerClient) async -> PreflightFinding? {
        let table = FileManager.default.contents(atPath: mountTable) ?? Data()
        guard client.endpoint.isLocal, let id = id(mounts: String(decoding: table, as: UTF8.self)),
            let container = try? await client.inspectContainer(id)
        else { return nil }
        return finding(dataDirectory: path, mounts: container.mounts)
    }
}
