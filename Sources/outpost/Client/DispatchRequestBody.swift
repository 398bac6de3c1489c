/// The body of `POST /dispatch`, as far as the command line asks.
struct DispatchRequestBody: Encodable, Sendable, Equatable {
    /// One agent; nil where there are ``agents``.
    var agent: String?
    /// Several, a dispatch each.
    var agents: [String]?
    var task: String
    /// `owner/name`; nil where there is a URL, or no repository.
    var repo: String?
    var repoUrl: String?
    var branch: String?
    var modelId: String?
    var timeoutSeconds: Int?
    var context: String?
    var workspaceMode: String?
    var workspaceInitMode: String?
    var additionalSecrets: Secrets?
    var egress: String?
    var credentials: String?
    var resourceConstraints: Resources?
    /// When the record and its results may be deleted, in the API's form.
    var expiresAt: String?
    var tags: [String: String]?
    /// Makes it safe to ask again where no answer came.
    var idempotencyKey: String

    /// Secrets for the agent's environment.
    enum Secrets: Encodable, Sendable, Equatable {
        /// Names of stored ones.
        case stored([String])
        /// By name, for this dispatch alone.
        case values([String: String])

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .stored(let names): try container.encode(names)
            case .values(let values): try container.encode(values)
            }
        }
    }

    /// What it wants in place of its tier's resources.
    struct Resources: Encodable, Sendable, Equatable {
        /// 1024 are a core.
        var maxCpuUnits: Int?
        var maxMemoryMb: Int?
    }

    enum CodingKeys: String, CodingKey {
        case agent, agents, task, repo, repoUrl, branch, modelId, timeoutSeconds, context, workspaceMode
        case workspaceInitMode, additionalSecrets, egress, credentials, resourceConstraints, tags, idempotencyKey
        case expiresAt = "expires_at"
    }

    /// - Parameters:
    ///   - agents: a name, or several with commas between them.
    ///   - task: what to do.
    ///   - repository: `owner/name`, or a URL.
    ///   - idempotencyKey: unique to what is asked for.
    /// - Throws: ``CommandFailure`` for a repository that no server can reach.
    init(agents: String, task: String, repository: String?, idempotencyKey: String) throws {
        let names = WordList.words(agents)
        if names.count > 1 { self.agents = names } else { agent = names.first ?? agents }
        self.task = task
        self.idempotencyKey = idempotencyKey
        guard let repository else { return }
        if repository.contains("://") || repository.contains("@") {
            repoUrl = repository
        } else if repository.hasPrefix("/") || repository.hasPrefix(".") || repository.hasPrefix("~") {
            throw CommandFailure(
                .repository,
                "'\(repository)' is a folder of this machine, which a server does not look into",
                hint: "name owner/name or a URL that the server reaches; outpost run takes a folder"
            )
        } else {
            repo = repository
        }
    }
}
