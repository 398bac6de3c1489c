/// Where a Docker Engine listens.
package enum DockerEndpoint: Sendable, Hashable {
    /// A unix socket at an absolute path of at most 107 bytes.
    case unix(path: String)
    /// A TCP port; without `tls` the connection is neither encrypted nor authenticated.
    case tcp(host: String, port: Int, tls: DockerTLS?)
}

/// The files that authenticate both sides of a TCP connection to an engine.
package struct DockerTLS: Sendable, Hashable {
    /// PEM file with the authorities that may sign the engine's certificate; nil means the system's.
    package var authorityFile: String?
    /// PEM file with the client's certificate.
    package var certificateFile: String?
    /// PEM file with the client's private key.
    package var keyFile: String?
    /// False accepts any certificate of the engine.
    package var verifies: Bool

    /// Creates settings; the defaults verify against the system's authorities and show no certificate.
    package init(
        authorityFile: String? = nil,
        certificateFile: String? = nil,
        keyFile: String? = nil,
        verifies: Bool = true
    ) {
        self.authorityFile = authorityFile
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        self.verifies = verifies
    }
}

extension DockerEndpoint: CustomStringConvertible {
    /// The endpoint as `DOCKER_HOST` spells it.
    package var description: String {
        switch self {
        case .unix(let path): "unix://\(path)"
        case .tcp(let host, let port, _): "tcp://\(host.contains(":") ? "[\(host)]" : host):\(port)"
        }
    }

    /// Whether the engine can see this machine's files, which bind mounts of our directories need.
    ///
    /// A unix socket may still lead into a virtual machine (Docker Desktop, Colima): only a trial tells.
    package var isLocal: Bool {
        if case .unix = self { true } else { false }
    }
}
