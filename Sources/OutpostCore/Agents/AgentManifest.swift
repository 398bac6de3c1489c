/// What an agent is: the contents of `agents/<name>/agent.yaml`, validated.
///
/// Agents are data. Nothing in the program names one; whatever differs between two agents stands here or in the
/// agent's own `Dockerfile` and `run`.
package struct AgentManifest: Sendable, Hashable {
    /// The API's `agent`: `^[a-z][a-z0-9-]{0,31}$`.
    package let name: String
    /// One line for lists.
    package let summary: String
    /// Image repository without a tag, such as `outpost/claude`; the tag is the digest of the agent's folder.
    package let image: String
    /// The model that the agent talks to; nil for an agent that needs none, whose model id is `none`.
    package let model: AgentModel?
    /// Environment secrets that may enter the container when a request names them.
    package let optionalSecrets: [String]
    /// Hosts that the agent may reach besides its model and its repository.
    package let egress: [EgressRule]
    /// Environment of the agent.
    package let environment: [String: String]
    /// Dispatches of this agent that run at once; default 5.
    package let maximumConcurrent: Int
    /// Programs that can be the agent, the preferred one first; never empty.
    package let harnesses: [AgentHarness]
    /// OCI runtime of its containers, such as `runsc`, by the name that the engine has for it; nil takes the server's.
    package let runtime: String?
    /// How it takes a login that no gateway can stand in for; nil where it takes none.
    package let direct: DirectAccess?

    package init(
        name: String,
        summary: String,
        image: String,
        model: AgentModel? = nil,
        optionalSecrets: [String] = [],
        egress: [EgressRule] = [],
        environment: [String: String] = [:],
        maximumConcurrent: Int = 5,
        harnesses: [AgentHarness]? = nil,
        runtime: String? = nil,
        direct: DirectAccess? = nil
    ) {
        self.name = name
        self.summary = summary
        self.image = image
        self.model = model
        self.optionalSecrets = optionalSecrets
        self.egress = egress
        self.environment = environment
        self.maximumConcurrent = maximumConcurrent
        self.harnesses = harnesses ?? [AgentHarness(name: "own", program: name)]
        self.runtime = runtime
        self.direct = direct
    }
}

/// The model side of a manifest.
package struct AgentModel: Sendable, Hashable {
    /// Wire format that the agent speaks.
    package let dialect: ModelDialect
    /// The provider's base URL, without a trailing slash.
    package let upstream: String
    /// Header that carries the credential, lower case.
    package let authHeader: String
    /// Name of the secret that holds the credential.
    package let authSecret: String
    /// The models, the default first; never empty.
    package let ids: [ModelID]

    package init(dialect: ModelDialect, upstream: String, authHeader: String, authSecret: String, ids: [ModelID]) {
        self.dialect = dialect
        self.upstream = upstream
        self.authHeader = authHeader
        self.authSecret = authSecret
        self.ids = ids
    }
}

/// One model of an agent.
package struct ModelID: Sendable, Hashable {
    /// The id as the provider knows it.
    package let id: String
    /// Size class, which decides the container's resources.
    package let tier: Tier
    /// Other names that requests may use.
    package let aliases: [String]

    package init(id: String, tier: Tier, aliases: [String] = []) {
        self.id = id
        self.tier = tier
        self.aliases = aliases
    }
}
