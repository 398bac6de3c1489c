internal import DockerEngine
internal import OutpostCore
internal import OutpostDocker
internal import OutpostServer

/// The checks behind `/health`, under the names that Outpost v2's clients look for where they have one.
struct HealthChecks: Sendable {
    let client: DockerClient
    let dataDirectory: String
    let dispatcher: Dispatcher

    /// MiB of free disk below which nothing can be stored.
    private static let fullDiskMiB = 64

    func run() async -> [HealthCheck] {
        [await engine(), disk(), await workers()]
    }

    private func engine() async -> HealthCheck {
        do {
            let ping = try await client.ping()
            if let foreign = await dispatcher.foreignEngine {
                return HealthCheck(name: "engine", status: .warn, message: "\(foreign)")
            }
            return HealthCheck(name: "engine", status: .pass, message: "Docker Engine API \(ping.apiVersion)")
        } catch {
            return HealthCheck(name: "engine", status: .fail, message: error.description)
        }
    }

    /// Outpost v2 called its shared storage by the name of AWS's file system.
    private func disk() -> HealthCheck {
        guard let free = DiskSpace.freeMiB(of: dataDirectory) else {
            return HealthCheck(name: "efs", status: .fail, message: "the data directory cannot be read")
        }
        return HealthCheck(
            name: "efs",
            status: free < Self.fullDiskMiB ? .fail : free < dispatcher.minimumDiskMiB ? .warn : .pass,
            message: "\(free) MiB free"
        )
    }

    private func workers() async -> HealthCheck {
        let running = await dispatcher.runningCount
        let isDraining = await dispatcher.isDraining
        let message = "\(running)/\(dispatcher.capacity) workers busy"
        return HealthCheck(
            name: "worker-pool",
            status: isDraining ? .warn : .pass,
            message: isDraining ? message + ", the server is stopping" : message
        )
    }
}
