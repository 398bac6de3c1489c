internal import DockerEngine
internal import Foundation
internal import NIOCore
internal import NIOPosix
internal import OutpostCore

/// Tries whether a container of the engine reaches a socket of this machine, as every agent has to.
///
/// The container is as closed as an agent's, runs for a moment, and is removed.
struct DoorTrial: Sendable {
    let engine: EngineConnection
    /// An image with `socat`, which every agent's has.
    let image: String
    /// A folder of ours, on the disk where doors will be.
    let folder: String
    /// A word that no other trial has.
    let name: String

    /// What came of it.
    enum Outcome: Sendable, Equatable {
        /// Nobody asked for it.
        case skipped
        /// There is no image to try it with.
        case noImage
        case reached
        /// The container ran, and did not find the socket or nobody behind it.
        case notReached
        /// No container could be made or run.
        case failed(String)
    }

    private static let patience = Duration.seconds(10)
    private static let target = "/run/outpost"

    func run() async -> Outcome {
        let directory = "\(folder)/outpost-doctor-\(name)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        do {
            let files = FileManager.default
            try files.createDirectory(
                atPath: directory,
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o755]
            )
            let socket = directory + "/door.sock"
            let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .childChannelInitializer { $0.close() }
                .bind(unixDomainSocketPath: socket).get()
            try files.setAttributes([.posixPermissions: 0o666], ofItemAtPath: socket)
            let outcome = await attempt(directory)
            try? await listener.close()
            return outcome
        } catch {
            return .failed("no socket can be made in \(directory): \(ErrorText.sentence(error))")
        }
    }

    private func attempt(_ directory: String) async -> Outcome {
        let container = "outpost-doctor-\(name)"
        let outcome: Outcome
        do throws(DockerError) {
            _ = try await engine.client.createContainer(name: container, body: body(directory))
            try await engine.client.startContainer(container)
            let exit = try await engine.client.waitContainer(container, within: Self.patience)
            outcome = exit.statusCode == 0 ? .reached : .notReached
        } catch {
            // Docker Desktop refuses to bind a folder that its machine does not have.
            let isMount = error.description.contains("bind source path does not exist")
            outcome = isMount ? .notReached : .failed(error.description)
        }
        _ = try? await engine.client.removeContainer(container, force: true)
        return outcome
    }

    private func body(_ directory: String) -> ContainerCreateBody {
        var config = ContainerConfig(image: image, labels: ["outpost.doctor": name])
        config.user = "1000:1000"
        config.entrypoint = ["socat"]
        config.command = ["-u", "UNIX-CONNECT:\(Self.target)/door.sock", "STDOUT"]
        config.networkDisabled = true
        var host = HostConfig()
        host.networkMode = "none"
        host.readonlyRootfs = true
        host.capDrop = ["ALL"]
        host.securityOpt = ["no-new-privileges:true"]
        host.pidsLimit = 16
        host.memory = 64 << 20
        host.memorySwap = 64 << 20
        host.mounts = [Mount(kind: .bind, source: directory, target: Self.target, readOnly: true)]
        return ContainerCreateBody(config: config, hostConfig: host)
    }
}
