internal import OutpostCore

/// What one run without a server is asked to do; the command line, or the demonstration, fills it in.
struct RunSettings: Sendable {
    var agent: String
    var task: String
    /// Nil for an empty workspace.
    var repository: RepositorySource?
    var reference: String?
    var model: String?
    var timeoutSeconds = DispatchRequest.defaultTimeoutSeconds
    /// Values by name: the model's credential among them, the others for the agent's environment.
    var secrets: [String: String] = [:]
    /// Replaces the provider's address; the credential is then optional.
    var modelUpstream: String?
    /// Whether the agent's own login goes into the container, in place of a key that stays with the gateway.
    var isDirect = false
    /// Which hosts the agent may reach besides its manifest's and those of the presets.
    var egress = EgressPolicy()
    /// How much of what the repository says of itself is laid before the task.
    var context = ContextLevel.none
    /// The branches that the agent may push.
    var push = PushPolicy()
    /// Where the artifacts go; nil keeps them in the data directory.
    var artifacts: String?
    var dataDirectory: String
    var agentDirectories: [String]
    var door = DoorChoice.automatic
    /// Applies the changes to the local repository when the run succeeded.
    var appliesChanges = false
    /// Applies them even when they hold a secret.
    var revealsSecrets = false
}

/// How the container reaches its door.
enum DoorChoice: String, Sendable, CaseIterable {
    /// A socket where the engine shares our filesystem, TCP otherwise.
    case automatic = "auto"
    case socket, tcp
}
