/// What somebody who watches a dispatch is told.
package enum DispatchProgress: Sendable, Hashable {
    /// The runtime, or the runner, entered a phase.
    case phase(Phase)
    /// The agent, or the runtime, wrote a line.
    case line(OutputLine)
    /// One exchange with the model ended badly; the agent may try again.
    case modelFailure(ModelExchange)

    /// The phases that people see, in order.
    package enum Phase: String, Sendable, Hashable, CaseIterable {
        /// The container is being made.
        case container
        /// The runtime fetches the job and the repository.
        case workspace
        /// The agent runs.
        case running
        /// The results come in.
        case collecting
    }
}
