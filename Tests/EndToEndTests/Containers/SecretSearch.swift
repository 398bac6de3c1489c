internal import DockerEngine
internal import Foundation
internal import Testing

/// Looks for a text wherever this machine could have put it.
enum SecretSearch {
    /// Files below folders that contain the text.
    ///
    /// It goes in by a pipe: an argument could be found, too.
    static func files(containing text: String, below folders: [String]) async throws -> [String] {
        let present = folders.filter { FileManager.default.fileExists(atPath: $0) }
        guard !present.isEmpty else { return [] }
        let arguments = ["-r", "-l", "-a", "-s", "-F", "--devices=skip", "-f", "-", "--"]
        let answer = try await Shell.attempt("grep", arguments + present, input: text + "\n")
        return answer.output.split(separator: "\n").map(String.init)
    }

    /// Processes of this machine, those in containers included, whose environment or command line contains the text.
    static func processes(_ facet: Facet, containing text: String) throws -> [Int32] {
        let pattern = Data(text.utf8)
        return try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }.filter { id in
            let contents = try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(id)/\(facet.rawValue)"))
            return contents?.range(of: pattern) != nil
        }
    }

    enum Facet: String {
        case environment = "environ"
        case commandLine = "cmdline"
    }

    /// Where the engine and containerd keep what they know of a container.
    ///
    /// Image layers are not among it, but for the container's own.
    static func engineFolders(of container: String) async throws -> [String] {
        let root = try await Engine.root + Engine.connect().info().rootDirectory
        let layers = ["overlay2", "overlay", "vfs", "fuse-overlayfs", "btrfs", "zfs"]
        let parts = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let own = parts.filter { !layers.contains($0) }.map { root + "/" + $0 }
        let storage = try await StorageDriver.read(container)
        let others = [
            "/var/lib/containerd", "/run/containerd", "/run/docker", "/var/run/docker", "/var/run/docker.pid",
            "/run/containers", "/run/libpod",
        ]
        return own + (storage.folders + others).map { Engine.root + $0 }
    }

    private struct StorageDriver: Decodable {
        let data: [String: String]?

        enum CodingKeys: String, CodingKey {
            case data = "Data"
        }

        private struct Inspect: Decodable {
            let driver: StorageDriver?

            enum CodingKeys: String, CodingKey {
                case driver = "GraphDriver"
            }
        }

        static func read(_ container: String) async throws -> StorageDriver {
            let text = try await Engine.raw("/containers/\(container)/json")
            let inspect = try JSONDecoder().decode(Inspect.self, from: Data(text.utf8))
            return inspect.driver ?? StorageDriver(data: nil)
        }

        var folders: [String] {
            ["UpperDir", "WorkDir", "MergedDir"].compactMap { data?[$0] }
        }
    }

    /// What the engine says about a container: inspect, its log, its processes and the events so far.
    static func engineAnswers(about container: String, since: Int) async throws -> String {
        let now = Int(Date().timeIntervalSince1970)
        var text = try await Engine.raw("/containers/\(container)/json")
        text += try await Engine.raw("/containers/\(container)/logs?stdout=1&stderr=1")
        text += try await Engine.raw("/containers/\(container)/top?ps_args=axwwe")
        text += try await Engine.raw("/events?since=\(since)&until=\(now)")
        return text
    }
}
