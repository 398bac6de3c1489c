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
    var tags: [String: String]?
    /// Makes it safe to ask again where no answer came.
    var idempotencyKey: String

    /// - Parameters:
    ///   - agents: a name, or several with commas between them.
    ///   - task: what to do.
    ///   - repository: `owner/name`, or a URL.
    ///   - idempotencyKey: unique to what is asked for.
    /// - Throws: ``CommandFailure`` for a repository that no server can reach.
    init(agents: String, task: String, repository: String?, idempotencyKey: String) throws {
        let names = agents.split(separator: ",").map(String.init)
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
