internal import DockerEngine
internal import Foundation
package import OutpostCore

extension DockerDriver: WorkspaceVolumes {
    /// Maps to `GET /volumes`.
    package func volumes(instance: InstanceID) async throws -> [VolumeSnapshot] {
        do throws(DockerError) {
            return try await client.listVolumes(labels: ["\(ContainerLabel.instance)=\(instance)"]).map { volume in
                VolumeSnapshot(
                    name: volume.name,
                    workspace: volume.labels[ContainerLabel.workspace].flatMap { WorkspaceID($0) },
                    createdAt: volume.created.map { Date(timeIntervalSince1970: Double($0.seconds)) }
                )
            }
        } catch {
            throw ContainerError(repeatable: error)
        }
    }

    /// Maps to `DELETE /volumes/{name}`.
    package func removeVolume(_ name: String) async throws {
        do throws(DockerError) {
            try await client.removeVolume(name)
        } catch {
            if case .notFound = error { return }
            throw ContainerError(error)
        }
    }

    /// Has the workspace's volume and frees it of whoever else holds it: one writer at a time, also after a crash.
    ///
    /// Maps to `POST /volumes/create`, which answers with one that exists, and `GET /containers/json?all=1`. A fresh
    /// volume takes owner and mode of the image's folder when it is mounted first.
    func prepareVolume(of spec: ContainerSpec) async throws {
        guard let workspace = spec.workspace else { return }
        let labels = ContainerLabel.all(of: workspace, spec)
        do throws(DockerError) {
            let volume = try await client.createVolume(VolumeCreateBody(name: workspace.name, labels: labels))
            guard labels.allSatisfy({ volume.labels[$0.key] == $0.value }) else {
                throw DockerError.invalid("a volume named \(workspace.name) exists and is not this workspace's")
            }
            let holders = try await client.listContainers(
                all: true,
                labels: [ContainerLabel.instance, ContainerLabel.workspace].map { "\($0)=\(labels[$0] ?? "")" }
            )
            for holder in holders where !holder.names.contains(spec.name) {
                try await client.removeContainer(holder.id, force: true, volumes: true)
            }
        } catch {
            throw ContainerError(error)
        }
    }
}
