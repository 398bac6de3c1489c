/// What the search for an engine may look at; everything is passed in, so that the search itself is pure.
package struct DockerDiscovery {
    /// The process environment.
    package var environment: [String: String]
    /// The user's home directory.
    package var home: String
    /// `XDG_RUNTIME_DIR` or nil, in which case `/run/user/<uid>` is assumed.
    package var runtimeDirectory: String?
    /// The numeric user id.
    package var userID: UInt32
    /// Returns the contents of a file, or nil where it cannot be read.
    package var readFile: (String) -> [UInt8]?
    /// Returns the names in a directory, or an empty list.
    package var listDirectory: (String) -> [String]

    /// Creates a discovery from what it may look at.
    package init(
        environment: [String: String],
        home: String,
        runtimeDirectory: String?,
        userID: UInt32,
        readFile: @escaping (String) -> [UInt8]?,
        listDirectory: @escaping (String) -> [String]
    ) {
        self.environment = environment
        self.home = home
        self.runtimeDirectory = runtimeDirectory
        self.userID = userID
        self.readFile = readFile
        self.listDirectory = listDirectory
    }

    /// One place where an engine may be.
    package struct Candidate: Sendable, Hashable {
        /// Where to connect.
        package var endpoint: DockerEndpoint
        /// What named the endpoint, for messages: "DOCKER_HOST", "docker context colima", "default socket".
        package var source: String

        /// Creates a candidate.
        package init(endpoint: DockerEndpoint, source: String) {
            self.endpoint = endpoint
            self.source = source
        }
    }

    /// Returns the places to try, best first.
    ///
    /// An engine that somebody chose (`OUTPOST_DOCKER_HOST`, `DOCKER_HOST`, `DOCKER_CONTEXT`, the current docker context)
    /// is the only candidate: to run agents on another engine than the chosen one would be worse than to fail. Without
    /// a choice the well-known sockets follow in the order of how likely they are meant.
    ///
    /// - Throws: `DockerError.unsupported` or `.invalid`, naming the setting, when a choice cannot be used.
    package func candidates() throws(DockerError) -> [Candidate] {
        for variable in ["OUTPOST_DOCKER_HOST", "DOCKER_HOST"] {
            guard let address = value(variable) else { continue }
            return [try candidate(address, tls: environmentTLS(), source: variable)]
        }
        if let name = value("DOCKER_CONTEXT") {
            return try context(name, source: "DOCKER_CONTEXT=\(name)") ?? wellKnown()
        }
        if let name = currentContext() {
            return try context(name, source: "docker context \(name)") ?? wellKnown()
        }
        return wellKnown()
    }

    func value(_ variable: String) -> String? {
        environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    }

    func candidate(_ address: String, tls: DockerTLS?, source: String) throws(DockerError) -> Candidate {
        do {
            return Candidate(endpoint: try DockerEndpoint(parsing: address, tls: tls), source: source)
        } catch {
            switch error {
            case .invalid(let message): throw .invalid("\(source): \(message)")
            case .unsupported(let message): throw .unsupported("\(source): \(message)")
            default: throw error
            }
        }
    }

    /// Returns the places where engines usually are, whether or not one was chosen; nothing is looked at.
    package func wellKnown() -> [Candidate] {
        let runtime = runtimeDirectory ?? "/run/user/\(userID)"
        let sockets = [
            ("/var/run/docker.sock", "default socket"),
            ("\(runtime)/docker.sock", "rootless docker"),
            ("\(home)/.docker/run/docker.sock", "Docker Desktop"),
            ("\(home)/.docker/desktop/docker.sock", "Docker Desktop"),
            ("\(home)/.colima/default/docker.sock", "Colima"),
            ("\(home)/.orbstack/run/docker.sock", "OrbStack"),
            ("\(runtime)/podman/podman.sock", "rootless podman"),
            ("/run/podman/podman.sock", "podman"),
        ]
        return sockets.map { Candidate(endpoint: .unix(path: $0.0), source: $0.1) }
    }

    private func environmentTLS() -> DockerTLS? {
        // As in the docker command: any value of DOCKER_TLS_VERIFY, even "0", turns verification on.
        guard value("DOCKER_TLS_VERIFY") != nil || value("DOCKER_TLS") != nil else { return nil }
        let directory = value("DOCKER_CERT_PATH") ?? configurationDirectory
        return tls(in: directory, verifies: value("DOCKER_TLS_VERIFY") != nil)
    }
}
