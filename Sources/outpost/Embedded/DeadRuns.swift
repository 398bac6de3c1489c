internal import Foundation
internal import OutpostCore
internal import OutpostDocker
internal import OutpostStore

/// Cleans up after runs whose process was killed: their containers carry the run's id, and their lock is free.
struct DeadRuns {
    let dataDirectory: String
    let driver: DockerDriver

    /// Removes containers, networks and temporaries of runs that nobody is working on; results stay.
    func sweep() async {
        let runs = dataDirectory + "/runs"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: runs)) ?? []
        for name in names {
            guard let id = DispatchID(name), RunDirectory.hasTemporaries(id, below: dataDirectory),
                let directory = try? RunDirectory(id: id, below: dataDirectory), let lock = try? directory.data.lock()
            else { continue }
            await sweep(directory)
            _ = consume lock
        }
    }

    private func sweep(_ directory: RunDirectory) async {
        guard let containers = try? await driver.list(instance: directory.instance) else { return }
        for container in containers {
            guard (try? await driver.remove(container.handle)) != nil else { return }
        }
        guard (try? await driver.removeNetworks(instance: directory.instance)) != nil else { return }
        directory.discardTemporaries()
    }
}
