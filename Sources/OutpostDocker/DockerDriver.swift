package import DockerEngine
internal import Foundation
package import OutpostCore

/// Containers on a Docker Engine.
package struct DockerDriver: ContainerDriver {
    let client: DockerClient
    /// What the host has: no container is asked to take more than that.
    let host: HostCapacity

    /// - Parameters:
    ///   - client: connected.
    ///   - host: from the engine's `GET /info`.
    package init(client: DockerClient, host: HostCapacity) {
        self.client = client
        self.host = host
    }

    /// Maps to `POST /containers/create`, then `GET /containers/{id}/json`; for a workspace that outlives the container,
    /// to `POST /volumes/create` before.
    package func create(_ spec: ContainerSpec) async throws -> ContainerHandle {
        try await require(runtime: spec.runtime)
        try await prepareVolume(of: spec)
        let body = ContainerCreateBody(spec, host: host)
        let id: String
        do throws(DockerError) {
            id = try await client.createContainer(name: spec.name, body: body).id
        } catch {
            switch error {
            case .conflict: id = try await adopt(spec)
            case .notFound(let message): throw ContainerError.imageMissing(message)
            default: throw ContainerError(error)
            }
        }
        let handle = ContainerHandle(id: id, name: spec.name)
        do {
            try await audit(handle, body)
        } catch {
            try? await remove(handle)
            throw error
        }
        return handle
    }

    /// An engine reads its runtimes again when it is told to, so one that was not there may be there now.
    private func require(runtime: String?) async throws {
        guard host.refusal(ofRuntime: runtime) != nil else { return }
        let info: EngineInfo
        do throws(DockerError) { info = try await client.info() } catch { throw ContainerError(error) }
        if let refusal = HostCapacity(info).refusal(ofRuntime: runtime) { throw refusal }
    }

    /// Maps to `POST /containers/{id}/start`.
    ///
    /// An unknown outcome is settled by looking: starting an ended container would run the agent twice.
    package func start(_ container: ContainerHandle) async throws {
        do throws(DockerError) {
            _ = try await client.startContainer(container.id)
        } catch {
            guard error.isUnavailable else { throw ContainerError(error) }
            let state = try await inspect(container).state
            guard state.startedAt == nil else { return }
            throw ContainerError(error)
        }
    }

    /// Maps to `POST /containers/{id}/kill`.
    package func signal(_ container: ContainerHandle, _ signal: ContainerSignal) async throws {
        do throws(DockerError) {
            _ = try await client.killContainer(container.id, signal: signal.rawValue)
        } catch {
            switch error {
            case .notFound, .conflict: return
            default: throw ContainerError(repeatable: error)
            }
        }
    }

    /// Maps to `DELETE /containers/{id}?force=1&v=1`.
    package func remove(_ container: ContainerHandle) async throws {
        do throws(DockerError) {
            _ = try await client.removeContainer(container.id, force: true, volumes: true)
        } catch {
            throw ContainerError(error)
        }
    }

    /// Maps to `GET /containers/json?all=1`.
    package func list(instance: InstanceID) async throws -> [ContainerSnapshot] {
        do throws(DockerError) {
            let found = try await client.listContainers(all: true, labels: ["\(ContainerLabel.instance)=\(instance)"])
            return found.map { summary in
                ContainerSnapshot(
                    handle: ContainerHandle(id: summary.id, name: summary.names.first ?? summary.id),
                    dispatch: summary.labels[ContainerLabel.dispatch].flatMap { DispatchID($0) },
                    isRunning: summary.status == .running,
                    createdAt: Date(timeIntervalSince1970: Double(summary.created)),
                    // An image's labels are also its containers'.
                    image: AgentImage(
                        reference: summary.image,
                        harness: summary.labels[ImageBuilder.harnessLabel]
                    ),
                    warm: summary.labels[ContainerLabel.warm].flatMap { WarmID($0) }
                )
            }
        } catch {
            throw ContainerError(repeatable: error)
        }
    }

    /// Maps to `GET /containers/{name}/json`.
    package func hasContainer(named name: String) async throws -> Bool {
        do throws(DockerError) {
            _ = try await client.inspectContainer(name)
            return true
        } catch {
            if case .notFound = error { return false }
            throw ContainerError(repeatable: error)
        }
    }

    /// Maps to `GET /info`.
    package func identity() async throws -> EngineIdentity {
        do throws(DockerError) {
            let info = try await client.info()
            return EngineIdentity(id: info.id, rootDirectory: info.rootDirectory)
        } catch {
            throw ContainerError(repeatable: error)
        }
    }

    func inspect(_ container: ContainerHandle) async throws -> ContainerInspect {
        do throws(DockerError) {
            return try await client.inspectContainer(container.id)
        } catch {
            if case .notFound(let message) = error { throw ContainerError.vanished(message) }
            throw ContainerError(repeatable: error)
        }
    }

    private func cgroupNamespace(_ container: ContainerHandle) async throws -> String {
        do throws(DockerError) {
            return try await client.podmanCgroupNamespace(container.id)
        } catch {
            throw ContainerError(repeatable: error)
        }
    }

    /// The name is deterministic, so a container that has it is ours if its labels say so, or a stranger's.
    private func adopt(_ spec: ContainerSpec) async throws -> String {
        let found = try await inspect(ContainerHandle(id: spec.name, name: spec.name))
        let labels = found.config.labels ?? [:]
        guard ContainerLabel.all(of: spec).allSatisfy({ labels[$0.key] == $0.value }) else {
            throw ContainerError.nameTaken("a container named \(spec.name) exists and is not this dispatch's")
        }
        guard found.state.startedAt == nil else {
            throw ContainerError.nameTaken("the container \(spec.name) was started before")
        }
        return found.id
    }

    private func audit(_ handle: ContainerHandle, _ body: ContainerCreateBody) async throws {
        var got = try await inspect(handle)
        if host.isPodman, body.hostConfig.cgroupnsMode != nil, (got.hostConfig.cgroupnsMode ?? "").isEmpty {
            got.hostConfig.cgroupnsMode = try await cgroupNamespace(handle)
        }
        let differences = ContainerAudit.differences(asked: body, got: got)
        guard differences.isEmpty else {
            throw ContainerError.notAsAsked("the engine did not take: \(differences.joined(separator: ", "))")
        }
    }
}

/// What the engine and its host have.
package struct HostCapacity: Sendable, Hashable {
    /// Cores.
    package let cpus: Int
    /// Memory in bytes.
    package let memory: Int64
    /// Whether the engine is Podman, which spells some options its own way.
    package let isPodman: Bool
    /// Whether containers can have cgroup namespaces of their own.
    package let givesCgroupNamespaces: Bool
    /// Names of the OCI runtimes that the engine has; nil where they are not known.
    package let runtimes: [String]?

    package init(
        cpus: Int,
        memory: Int64,
        isPodman: Bool = false,
        givesCgroupNamespaces: Bool = true,
        runtimes: [String]? = nil
    ) {
        self.cpus = cpus
        self.memory = memory
        self.isPodman = isPodman
        self.givesCgroupNamespaces = givesCgroupNamespaces
        self.runtimes = runtimes
    }

    package init(_ info: EngineInfo) {
        self.init(
            cpus: info.cpus,
            memory: info.memory,
            isPodman: info.isPodman,
            givesCgroupNamespaces: info.givesCgroupNamespaces,
            runtimes: info.runtimes
        )
    }
}

extension HostCapacity {
    /// Why no container can have a runtime; nil where it can, or where the engine has to say.
    package func refusal(ofRuntime name: String?) -> ContainerError? {
        guard let name, let runtimes, !runtimes.contains(name) else { return nil }
        return .refused(
            "the engine has no runtime '\(name)'; it has \(runtimes.joined(separator: ", ")). "
                + "Add it under runtimes in the engine's daemon.json, or name another"
        )
    }
}

extension ContainerError {
    init(_ error: DockerError) {
        self =
            switch error {
            case .notFound(let message): .vanished(message)
            case .unavailable, .cancelled: .unavailable(error.description)
            case .conflict, .notModified, .invalid, .server, .stream, .unsupported: .refused(error.description)
            }
    }

    /// Of a call that may be made again: an engine that failed at it may do better later.
    init(repeatable error: DockerError) {
        if case .server = error {
            self = .unavailable(error.description)
        } else {
            self.init(error)
        }
    }
}
