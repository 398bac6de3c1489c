/// A stage of the runtime in the container before the agent runs, as it names itself in its reports.
package enum SetupStage: String, Sendable, Hashable, CaseIterable {
    /// The door could not be reached.
    case relay
    /// The job could not be fetched or read.
    case job
    /// The repository could not be cloned.
    case clone
    /// The branch, tag or commit does not exist.
    case branch
    /// The context could not be laid out.
    case context
    /// Another boot of this attempt has started the agent.
    case started
    /// The image has no `run`.
    case run
    /// The workspace holds more than it may; the agent may have started.
    case workspace

    /// The runtime's exit status when the agent ran and its results could not all be handed in.
    package static let handInFailure = 86

    /// The stage behind the runtime's exit status, for when its report did not come.
    package init?(exitCode: Int) {
        switch exitCode {
        case 80: self = .relay
        case 81: self = .job
        case 82: self = .clone
        case 83: self = .branch
        case 84: self = .context
        case 85: self = .started
        case 87: self = .run
        case 88: self = .workspace
        default: return nil
        }
    }
}
