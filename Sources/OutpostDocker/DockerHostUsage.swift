package import DockerEngine
internal import Foundation
package import OutpostCore

/// What other containers of an engine, and other processes of its host, hold.
package struct DockerHostUsage: HostUsage {
    private let client: DockerClient
    private let isLocal: Bool

    /// - Parameters:
    ///   - client: connected.
    ///   - isLocal: whether the engine's containers share this host's memory.
    package init(client: DockerClient, isLocal: Bool) {
        self.client = client
        self.isLocal = isLocal
    }

    /// Maps to `GET /containers/json`, then `GET /containers/{id}/json` for each that is not ours.
    package func load(besides instance: InstanceID) async throws -> HostLoad {
        do throws(DockerError) {
            var bytes: Int64 = 0
            for container in try await client.listContainers(all: false)
            where container.labels[ContainerLabel.instance] != instance.text {
                bytes += try await limit(of: container.id)
            }
            return HostLoad(othersMiB: Int(bytes >> 20), availableMiB: isLocal ? Self.availableMiB() : nil)
        } catch {
            throw ContainerError(error)
        }
    }

    /// One that ended meanwhile holds nothing.
    private func limit(of id: String) async throws(DockerError) -> Int64 {
        do throws(DockerError) {
            return max(0, try await client.inspectContainer(id).hostConfig.memory ?? 0)
        } catch {
            guard case .notFound = error else { throw error }
            return 0
        }
    }

    /// `MemAvailable` of Linux; nil elsewhere.
    private static func availableMiB() -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8) else { return nil }
        return availableMiB(meminfo: text)
    }

    /// Reads the text of `/proc/meminfo`.
    static func availableMiB(meminfo text: String) -> Int? {
        let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
        let number = line?.split(whereSeparator: { $0 == " " }).dropFirst().first
        return number.flatMap { Int($0) }.map { $0 / 1024 }
    }
}
