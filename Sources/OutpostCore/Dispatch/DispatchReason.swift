/// Why a dispatch ended as it did, as a word that programs can act on.
package enum DispatchReason: String, Sendable, Hashable, CaseIterable, Codable {
    /// The agent changed something.
    case changed
    /// The agent ended well and changed nothing.
    case noChanges = "no_changes"
    /// The agent's own exit status was not zero.
    case exit
    /// The agent's own output tells of a failure, whatever its exit status.
    case agentError = "agent_error"
    /// The provider refused or failed the agent's last request.
    case provider = "provider_error"
    /// The agent ended well without asking its model anything and without changing anything.
    case ranNothing = "agent_ran_nothing"
    /// The container's memory ran out and the agent was killed.
    case outOfMemory = "oom"
    /// The dispatch's own time ran out.
    case timeout
    /// Somebody cancelled it.
    case cancelled
    /// The image is missing and could not be made or pulled.
    case image
    /// The container could not be created or started.
    case start
    /// The repository could not be cloned.
    case repository
    /// The repository has no such branch, tag or commit.
    case reference
    /// The runtime in the container failed before the agent started.
    case setup
    /// A workspace that outlives its dispatches holds more than it may.
    case workspaceFull = "workspace_full"
    /// The agent's results could not be taken in.
    case artifacts
    /// The container was killed from outside: by somebody, by the host, or by an engine's restart that nobody saw.
    case killed
    /// The engine was restarted and took the container with it.
    case engineRestart = "engine_restart"
    /// The container is gone without having ended.
    case vanished
    /// The engine or this program failed.
    case infrastructure
}

/// Why a dispatch was told to stop.
///
/// It is durable before any signal is sent, and the first one stays.
package enum StopCause: String, Sendable, Hashable, CaseIterable, Codable {
    case cancel, timeout
}

/// Remarks on a result that is not as complete as it should be.
package enum DispatchFlag: String, Sendable, Hashable, CaseIterable, Codable {
    /// Lines of the log are missing.
    case logTruncated = "log_truncated"
    /// No artifacts came, or not all.
    case artifactsPartial = "artifacts_partial"
    /// A process of the agent ran out of memory, the agent went on.
    case childOutOfMemory = "oom_child"
    /// An artifact holds a secret, and is withheld unless somebody asks for it.
    case containsSecret = "contains_secret"
    /// Secrets that are too short, or not known any more after a restart, are not redacted.
    case redactionPartial = "redaction_partial"
}
