/// The state of the whole installation, without anything that belongs to one tenant.
package struct FleetReport: Sendable, Hashable {
    /// One agent.
    package struct Agent: Sendable, Hashable {
        /// Its name.
        package var name: String
        /// Its first model, or `none`.
        package var model: String
        /// Dispatches of it that run.
        package var active: Int
        /// Dispatches of it that may run at once.
        package var maximum: Int
        /// Containers of it that wait for a dispatch.
        package var warm: Int
        /// Of those that ended in the last hour, how many succeeded, in percent; nil if none ended.
        package var successRate: Int?
        /// Mean duration of those, in milliseconds; nil if none ended.
        package var averageMilliseconds: Int?

        package init(
            name: String,
            model: String,
            active: Int,
            maximum: Int,
            warm: Int = 0,
            successRate: Int? = nil,
            averageMilliseconds: Int? = nil
        ) {
            self.name = name
            self.model = model
            self.active = active
            self.maximum = maximum
            self.warm = warm
            self.successRate = successRate
            self.averageMilliseconds = averageMilliseconds
        }
    }

    /// The agents, by name.
    package var agents: [Agent]
    /// Dispatches that ended in the last hour or are under way, by status.
    package var counts: [DispatchStatus: Int]
    /// Whether the engine answers.
    package var isEngineUp: Bool
    /// The engine that answers in place of ours; nil while ours does.
    package var foreignEngine: ForeignEngine?
    /// CPU units that dispatches hold.
    package var usedCPUUnits: Int
    /// CPU units that dispatches may hold.
    package var totalCPUUnits: Int
    /// MiB that dispatches hold.
    package var usedMemoryMiB: Int
    /// MiB that dispatches may hold.
    package var totalMemoryMiB: Int
    /// What is near its limit, one sentence each.
    package var alerts: [String]
    /// MiB that are free on the disk of the data directory; nil where that is not known.
    package var freeDiskMiB: Int?
    /// MiB below which nothing is started.
    package var neededDiskMiB: Int

    package init(
        agents: [Agent],
        counts: [DispatchStatus: Int],
        isEngineUp: Bool,
        usedCPUUnits: Int,
        totalCPUUnits: Int,
        usedMemoryMiB: Int,
        totalMemoryMiB: Int,
        alerts: [String] = [],
        freeDiskMiB: Int? = nil,
        neededDiskMiB: Int = 0
    ) {
        self.agents = agents
        self.counts = counts
        self.isEngineUp = isEngineUp
        self.usedCPUUnits = usedCPUUnits
        self.totalCPUUnits = totalCPUUnits
        self.usedMemoryMiB = usedMemoryMiB
        self.totalMemoryMiB = totalMemoryMiB
        self.alerts = alerts
        self.freeDiskMiB = freeDiskMiB
        self.neededDiskMiB = neededDiskMiB
    }
}
