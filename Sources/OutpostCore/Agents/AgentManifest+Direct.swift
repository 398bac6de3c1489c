extension AgentManifest.Document {
    /// Direct access as the file has it.
    struct Direct: Decodable {
        var secrets: [Secret]
        var hosts: [String]

        struct Secret: Decodable {
            var name: String
            var env: String?
            var file: String?
        }

        func validated(_ problems: inout [String], providerKey: String?) -> DirectAccess {
            if secrets.isEmpty { problems.append("direct.secrets: must name at least one secret") }
            if hosts.isEmpty { problems.append("direct.hosts: must name at least one host") }
            let rules = hosts.map { ($0, EgressRule($0)) }
            problems += rules.filter { $0.1 == nil }.map { "direct.hosts: '\($0.0)' is not host:port" }
            problems += secrets.flatMap(\.problems)
            if let providerKey, secrets.contains(where: { $0.name == providerKey }) {
                problems.append("direct.secrets: '\(providerKey)' is the provider's key, which enters no container")
            }
            if Set(secrets.map(\.name)).count < secrets.count {
                problems.append("direct.secrets: a name stands twice")
            }
            if Set(secrets.map(\.place)).count < secrets.count {
                problems.append("direct.secrets: two secrets have the same place")
            }
            return DirectAccess(
                secrets: secrets.map { DirectAccess.Secret(name: $0.name, place: $0.place) },
                hosts: rules.compactMap(\.1)
            )
        }
    }
}

extension AgentManifest.Document.Direct.Secret {
    /// A secret that names no place is the variable of its own name.
    fileprivate var place: DirectAccess.Place { file.map { .file($0) } ?? .variable(env ?? name) }

    fileprivate var problems: [String] {
        var problems: [String] = []
        if !EnvironmentName.isAllowed(name) {
            problems.append("direct.secrets: '\(name)' is not a name that a secret may have")
        }
        if env != nil, file != nil { problems.append("direct.secrets: '\(name)' has both env and file") }
        if let env, !EnvironmentName.isAllowed(env) {
            problems.append("direct.secrets: '\(env)' is not a name that an agent may set")
        }
        if let file, !DirectAccess.isPath(file) {
            problems.append("direct.secrets: '\(file)' is not the path of a file below the home directory")
        }
        return problems
    }
}
