internal import Yams

extension AgentManifest {
    /// The keys that a mapping may have, by where it stands; a list adds nothing to the place.
    private static let knownKeys: [String: Set<String>] = [
        "": [
            "schema", "name", "summary", "image", "model", "secrets", "egress", "env", "maxConcurrent", "harnesses",
            "runtime", "direct",
        ],
        "model": ["dialect", "upstream", "auth", "ids"],
        "model.auth": ["header", "secret"],
        "model.ids": ["id", "tier", "aliases"],
        "secrets": ["optional"],
        "direct": ["secrets", "hosts"],
        "direct.secrets": ["name", "env", "file"],
        "harnesses": ["name", "program", "from", "needs"],
        "harnesses.needs": ["url", "mirror"],
    ]

    /// Keys that mean nothing, with their place.
    ///
    /// They are reported, since a misspelt `egress` would otherwise be
    /// silently dropped.
    static func unknownKeys(in yaml: String) throws -> [String] {
        guard let root = try Yams.compose(yaml: yaml) else { return [] }
        return unknownKeys(in: root, at: "")
    }

    private static func unknownKeys(in node: Node, at place: String) -> [String] {
        if let items = node.sequence { return items.flatMap { unknownKeys(in: $0, at: place) } }
        guard let mapping = node.mapping, let known = knownKeys[place] else { return [] }
        return mapping.flatMap { key, value in
            let name = key.string ?? "?"
            let path = place.isEmpty ? name : place + "." + name
            return known.contains(name) ? unknownKeys(in: value, at: path) : [path]
        }
    }
}
