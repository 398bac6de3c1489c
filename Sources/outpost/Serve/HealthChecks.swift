internal import DockerEngine
internal import Foundation
internal import OutpostCore
internal import OutpostServer

/// The checks behind `/health`, under the names that Outpost v2's clients look for where they have one.
struct HealthChecks: Sendable {
    let client: DockerClient
    let dataDirectory: String
    let dispatcher: Dispatcher

    /// Bytes of free disk below which a warning is due, and below which nothing can be stored.
    private static let lowDisk: Int64 = 2 << 30
    private static let fullDisk: Int64 = 64 << 20

    func run() async -> [HealthCheck] {
        [await engine(), disk(), await workers()]
    }

    private func engine() async -> HealthCheck {
        do {
            let ping = try await client.ping()
            return HealthCheck(name: "engine", status: .pass, message: "Docker Engine API \(ping.apiVersion)")
        } catch {
            return HealthCheck(name: "engine", status: .fail, message: error.description)
        }
    }

    /// Outpost v2 called its shared storage by the name of AWS's file system.
    private func disk() -> HealthCheck {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: dataDirectory)
        guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value else {
            return HealthCheck(name: "efs", status: .fail, message: "the data directory cannot be read")
        }
        let message = "\(free >> 20) MiB free"
        return HealthCheck(
            name: "efs",
            status: free < Self.fullDisk ? .fail : free < Self.lowDisk ? .warn : .pass,
            message: message
        )
    }

    private func workers() async -> HealthCheck {
        let running = await dispatcher.runningCount
        return HealthCheck(
            name: "worker-pool",
            status: .pass,
            message: "\(running)/\(dispatcher.capacity) workers busy"
        )
    }
}
