internal import Foundation
internal import OutpostCore
internal import OutpostDocker
internal import OutpostStore

/// Cleans up after runs whose process was killed: their containers carry the run's id, and their lock is free.
struct DeadRuns {
    let dataDirectory: String
    let driver: DockerDriver

    private static let doorName = "door"

    /// Removes containers and temporaries of runs that nobody is working on; results stay.
    func sweep() async {
        let runs = dataDirectory + "/runs"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: runs)) ?? []
        for name in names {
            // Runs that ended well have removed their door.
            guard let id = DispatchID(name), FileManager.default.fileExists(atPath: "\(runs)/\(name)/\(Self.doorName)"),
                let data = try? DataDirectory(creating: "\(runs)/\(name)"), let lock = try? data.lock()
            else { continue }
            await sweep(id, data)
            _ = consume lock
        }
    }

    private func sweep(_ id: DispatchID, _ data: DataDirectory) async {
        guard let containers = try? await driver.list(instance: InstanceID(id.text)) else { return }
        for container in containers {
            guard (try? await driver.remove(container.handle)) != nil else { return }
        }
        try? FileManager.default.removeItem(atPath: data.path + "/" + Self.doorName)
        try? FileManager.default.removeItem(atPath: data.temporary)
    }
}
