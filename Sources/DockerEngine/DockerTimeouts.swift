/// How long each kind of Engine call may take; calls that wait for something to happen have no limit.
package struct DockerTimeouts: Sendable {
    /// Ping and version negotiation.
    package var ping: Duration = .seconds(5)
    /// Inspect, list, info and other reads.
    package var query: Duration = .seconds(10)
    /// Creating a container, network or volume, and other small changes.
    package var create: Duration = .seconds(60)
    /// Starting a container.
    package var start: Duration = .seconds(120)
    /// Delivering a signal.
    package var kill: Duration = .seconds(20)
    /// Removing anything; also what a stop may take beyond its grace.
    package var remove: Duration = .seconds(60)
    /// Establishing an attach; a wedged engine accepts connections and never answers.
    package var attach: Duration = .seconds(30)
    /// Disk usage and pruning, which walk the engine's storage.
    package var sweep: Duration = .seconds(120)

    /// Creates the defaults.
    package init() {}
}
