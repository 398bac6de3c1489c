/// How an agent takes a login that no gateway can stand in for: `direct:` in `agent.yaml`.
///
/// Such a login enters the container, where a dispatch asks for it, and the agent talks to its provider itself.
package struct DirectAccess: Sendable, Hashable {
    /// What the agent is given; never empty.
    package let secrets: [Secret]
    /// Hosts that the agent reaches with it, through the egress proxy, since the gateway's model route is closed.
    package let hosts: [EgressRule]

    package init(secrets: [Secret], hosts: [EgressRule]) {
        self.secrets = secrets
        self.hosts = hosts
    }

    /// One secret, and where the agent looks for it.
    package struct Secret: Sendable, Hashable {
        /// The name under which it is stored.
        package let name: String
        /// Where the agent finds its value.
        package let place: Place

        package init(name: String, place: Place) {
            self.name = name
            self.place = place
        }
    }

    /// Where a value stands in the container.
    package enum Place: Sendable, Hashable {
        /// A variable of the agent's process.
        case variable(String)
        /// A file below the agent's home directory, mode 0600, in memory.
        case file(String)
    }

    /// Bytes that the path of a file may have.
    private static let longestPath = 200

    /// Whether a text is the path of a file below the home directory: no way out of it, nothing that a shell minds.
    package static func isPath(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return text.utf8.count <= longestPath
            && parts.allSatisfy { part in
                !part.isEmpty && part != "." && part != ".."
                    && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
            }
    }
}

/// How an agent gets at its model.
package enum CredentialRoute: String, Sendable, Hashable, Codable, CaseIterable {
    /// The gateway puts the provider's key into each request; the container has none. The default.
    case gateway
    /// The agent has a login of its own inside the container: weaker.
    case direct
}

extension AgentManifest {
    /// Names of the secrets that a request puts into the container for the agent's login.
    func directSecretNames(for request: DispatchRequest) -> [String] {
        request.options.isDirect ? direct?.secrets.map(\.name) ?? [] : []
    }
}

/// What one dispatch has of ``DirectAccess``: the values, and where they go.
package struct DirectCredentials: Sendable {
    /// What the manifest says.
    package let access: DirectAccess
    /// Values by the secrets' names; empty for a container that has them already.
    package var values: [String: String]
    /// Replaces the address that the program knows; nil leaves it.
    package var upstream: String?

    package init(access: DirectAccess, values: [String: String], upstream: String? = nil) {
        self.access = access
        self.values = values
        self.upstream = upstream
    }

    /// Variables of the agent's process.
    var environment: [String: String] {
        placed { if case .variable(let name) = $0 { name } else { nil } }
    }

    /// Files below the agent's home directory.
    var files: [String: String] {
        placed { if case .file(let path) = $0 { path } else { nil } }
    }

    private func placed(_ place: (DirectAccess.Place) -> String?) -> [String: String] {
        var result: [String: String] = [:]
        for secret in access.secrets {
            if let key = place(secret.place), let value = values[secret.name] { result[key] = value }
        }
        return result
    }
}

extension DirectCredentials {
    /// The hosts that the agent has to reach: the manifest's, or that of the address which replaces them.
    package static func hosts(of access: DirectAccess, upstream: String?) -> [EgressRule] {
        guard let upstream else { return access.hosts }
        return EgressRule(url: upstream).map { [$0] } ?? []
    }
}
