/// What a container is told to do, as it goes through the door: `GET /outpost/v1/job` answers a tar of it.
///
/// ```
/// task.md              the task
/// settings/<name>      one small file a setting, without a trailing newline
/// env/<NAME>           the agent's environment
/// secrets/<NAME>       environment too, for the agent's process alone
/// home/<path>          files of the agent's home directory, which it gets when it starts
/// ```
package struct Job: Sendable {
    /// The task, as the user wrote it.
    package var task: String
    /// Settings that the runtime itself reads; see ``Setting``.
    package var settings: [Setting: String]
    /// Environment of the agent, nothing secret.
    package var environment: [String: String]
    /// Environment of the agent that must not be written down anywhere.
    package var secrets: [String: String]
    /// Files below the agent's home directory, by path, that must not be written to a disk.
    package var home: [String: String]

    package init(
        task: String,
        settings: [Setting: String] = [:],
        environment: [String: String] = [:],
        secrets: [String: String] = [:],
        home: [String: String] = [:]
    ) {
        self.task = task
        self.settings = settings
        self.environment = environment
        self.secrets = secrets
        self.home = home
    }

    /// A setting of the runtime; the raw value is the file's name.
    package enum Setting: String, Sendable, CaseIterable {
        /// `clone` (the door's repository) or `empty` (a fresh, empty repository).
        case workspace
        /// Branch, tag or commit to check out; absent means the repository's default.
        case ref
        /// Commits of history to fetch; `0` is all. Default 1.
        case depth
        /// `full`, or `minimal` for documentation, manifests and sources alone. Default `full`.
        case initialTree = "init"
        /// The branch that the agent's commits are made on.
        case branch
        /// Seconds that the runtime waits for the agent after SIGTERM before SIGKILL. Default 10.
        case grace
        /// The level of context: `minimal`, `standard`, `full` or a number of tokens. Absent means none.
        case context
        /// What the context takes for now: `2026-01-15T14:30:00Z`.
        case contextTime = "context_time"
        /// The id of this laying out of context: letters, digits and dashes.
        case contextID = "context_id"
        /// What the context's account names as the repository.
        case contextRepository = "context_repository"
        /// What the context's account names as the agent.
        case contextAgent = "context_agent"
        /// Names of the secrets that are the agent's login inside the container; absent where the gateway has the key.
        case direct
        /// MiB that a workspace which outlives the dispatch may hold; absent for one in memory.
        case workspaceLimit = "workspace-limit"
    }

    /// The tar that goes over the wire.
    ///
    /// Names in `env/`, `secrets/` and `home/` were validated when the job was made.
    package func archive() -> [UInt8] {
        var tar = TarWriter()
        tar.add("task.md", contents: Array(task.utf8))
        for (setting, value) in settings.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            tar.add("settings/\(setting.rawValue)", contents: Array(value.utf8))
        }
        for (name, value) in environment.sorted(by: { $0.key < $1.key }) {
            tar.add("env/\(name)", contents: Array(value.utf8))
        }
        for (name, value) in secrets.sorted(by: { $0.key < $1.key }) {
            tar.add("secrets/\(name)", contents: Array(value.utf8), mode: 0o600)
        }
        for (path, value) in home.sorted(by: { $0.key < $1.key }) {
            tar.add("home/\(path)", contents: Array(value.utf8), mode: 0o600)
        }
        return tar.finish()
    }
}
