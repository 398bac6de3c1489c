package import DockerEngine
internal import Foundation
package import OutpostCore

/// What other containers of an engine, and other processes of its host, hold.
package struct DockerHostUsage: HostUsage {
    private let client: DockerClient
    private let isLocal: Bool
    private let dataDirectory: String

    /// - Parameters:
    ///   - client: connected.
    ///   - isLocal: whether the engine's containers share this host's memory.
    ///   - dataDirectory: on the disk that dispatches fill.
    package init(client: DockerClient, isLocal: Bool, dataDirectory: String) {
        self.client = client
        self.isLocal = isLocal
        self.dataDirectory = dataDirectory
    }

    /// Maps to `GET /containers/json`, then `GET /containers/{id}/json` for each that is not ours.
    package func load(besides instance: InstanceID) async throws -> HostLoad {
        do throws(DockerError) {
            var bytes: Int64 = 0
            var nanoCPUs: Int64 = 0
            for container in try await client.listContainers(all: false)
            where container.labels[ContainerLabel.instance] != instance.text {
                guard let limits = try await limits(of: container.id) else { continue }
                bytes += max(0, limits.memory ?? 0)
                nanoCPUs += limits.limitedNanoCPUs
            }
            return HostLoad(
                othersMiB: Int(bytes >> 20),
                availableMiB: isLocal ? Self.availableMiB() : nil,
                othersCPUUnits: Int(nanoCPUs * 1024 / 1_000_000_000),
                freeDiskMiB: DiskSpace.freeMiB(of: dataDirectory)
            )
        } catch {
            throw ContainerError(error)
        }
    }

    /// One that ended meanwhile holds nothing.
    private func limits(of id: String) async throws(DockerError) -> HostConfig? {
        do throws(DockerError) {
            return try await client.inspectContainer(id).hostConfig
        } catch {
            guard case .notFound = error else { throw error }
            return nil
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

extension HostConfig {
    /// CPUs in units of 10⁻⁹ that the container may take, however that was said; 0 without a limit.
    fileprivate var limitedNanoCPUs: Int64 {
        if let nanoCPUs, nanoCPUs > 0 { return nanoCPUs }
        guard let cpuQuota, cpuQuota > 0 else { return 0 }
        let period = cpuPeriod.flatMap { $0 > 0 ? $0 : nil } ?? 100_000
        return cpuQuota * 1_000_000_000 / period
    }
}
