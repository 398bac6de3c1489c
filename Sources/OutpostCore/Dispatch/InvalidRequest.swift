/// A request that cannot become a dispatch; nothing was written and nothing was started.
package enum InvalidRequest: Error, Sendable, Hashable {
    /// No agent has that name.
    case unknownAgent(name: String, known: [String])
    /// The agent's folder exists and cannot be used.
    case unusableAgent(name: String, problem: AgentFolderError)
    /// The agent has no such model.
    case unknownModel(agent: String, model: String, known: [String])
    /// The task is empty, too long, or holds a NUL character.
    case task(String)
    /// The timeout is out of range.
    case timeout(seconds: Int)
    /// The repository cannot be used.
    case repository(String)
    /// The repository has no such branch, tag or commit.
    case reference(name: String, repository: String)
    /// A secret that the agent needs is not there; the tenant's name, where there are tenants.
    case missingSecret(name: String, agent: String, tenant: String? = nil)
    /// Secrets that a server's dispatch needs are not there: all of them, and how many are needed.
    case missingSecrets(names: [String], agent: String, tenant: String, required: Int)
    /// A secret or variable that nobody may set, or that the agent does not take.
    case secretName(name: String, reason: String)
    /// Direct credentials were asked for, and the agent or the operator does not take them.
    case credentials(String)
    /// The model's address is not usable.
    case upstream(String)
}
