internal import DockerEngine
internal import OutpostCore

/// Which product an engine is, which decides how it is started and who may use it.
enum EngineFlavour: Sendable {
    case docker, rootlessDocker, desktop, colima, orbStack, podman, rootlessPodman
    /// Another machine's, or a socket of a name that says nothing.
    case unknown(DockerEndpoint)

    /// What the place tells.
    init(_ candidate: DockerDiscovery.Candidate) {
        guard case .unix(let path) = candidate.endpoint else {
            self = .unknown(candidate.endpoint)
            return
        }
        let isOwn = path.hasPrefix("/run/user/")
        self =
            switch path {
            case "/var/run/docker.sock", "/run/docker.sock": .docker
            case _ where path.contains("/.docker/"): .desktop
            case _ where path.contains("/.colima/"): .colima
            case _ where path.contains("/.orbstack/"): .orbStack
            case _ where path.hasSuffix("/podman.sock"): isOwn ? .rootlessPodman : .podman
            case _ where isOwn: .rootlessDocker
            default: .unknown(candidate.endpoint)
            }
    }

    /// What the place and the engine itself tell.
    init(_ candidate: DockerDiscovery.Candidate, info: EngineInfo) {
        let isRootless = info.securityOptions.contains { $0.hasPrefix("name=rootless") }
        let place = EngineFlavour(candidate)
        switch (place, info.isPodman, isRootless) {
        case (_, true, true): self = .rootlessPodman
        case (_, true, false): self = .podman
        case _ where info.operatingSystem.contains("Docker Desktop"): self = .desktop
        case (.colima, _, _), (.orbStack, _, _): self = place
        case (_, false, true): self = .rootlessDocker
        default: self = .docker
        }
    }

    var name: String {
        switch self {
        case .docker: "Docker"
        case .rootlessDocker: "rootless Docker"
        case .desktop: "Docker Desktop"
        case .colima: "Colima"
        case .orbStack: "OrbStack"
        case .podman: "Podman"
        case .rootlessPodman: "rootless Podman"
        case .unknown: "an engine"
        }
    }

    /// The command that starts it.
    var start: String {
        switch self {
        case .docker: "sudo systemctl start docker"
        case .rootlessDocker: "systemctl --user start docker"
        case .desktop: "systemctl --user start docker-desktop (macOS: open -a Docker)"
        case .colima: "colima start"
        case .orbStack: "orb start"
        case .podman: "sudo systemctl start podman.socket"
        case .rootlessPodman: "systemctl --user start podman.socket"
        case .unknown(let endpoint):
            "start the engine at \(endpoint), or take this machine's: unset OUTPOST_DOCKER_HOST DOCKER_HOST"
        }
    }

    /// The command that helps one that hangs.
    var restart: String {
        switch self {
        case .docker: "sudo journalctl -u docker -n 50 says why; sudo systemctl restart docker"
        case .colima: "colima restart"
        case .orbStack: "orb restart docker"
        case .unknown(let endpoint): "restart the engine at \(endpoint); its log says why it hangs"
        case .rootlessDocker, .desktop, .podman, .rootlessPodman: start.replacing(" start ", with: " restart ")
        }
    }

    /// The command that lets this user in.
    ///
    /// - Parameter group: the socket's, by name.
    /// - Returns: a command, or a sentence where none does it.
    func permission(group: String) -> String {
        switch self {
        case .rootlessDocker, .rootlessPodman, .desktop, .colima, .orbStack:
            return "run outpost as the user whose engine it is"
        case .podman: return "run outpost as root, or with your own engine: systemctl --user start podman.socket"
        case .docker, .unknown:
            let isShared = !group.isEmpty && group != "root"
            let name = ShellWord.quoted(isShared ? group : "docker")
            let join = "sudo usermod -aG \(name) $USER && newgrp \(name)"
            guard !isShared, case .unknown(.unix(let path)) = self else { return join }
            let word = ShellWord.quoted(path)
            return "sudo chgrp docker \(word) && sudo chmod 660 \(word) && " + join
        }
    }
}
