/// Says what is near its limit. Pure.
package enum CapacityAlert {
    /// Share of capacity, in percent, from which on it is worth a word.
    package static let threshold = 80

    /// One sentence for each resource at or above the threshold, and for a queue that waits although agents are free.
    package static func alerts(for report: FleetReport) -> [String] {
        var alerts: [String] = []
        if !report.isEngineUp { alerts.append("the Docker Engine does not answer") }
        let shares = [
            ("CPU", report.usedCPUUnits, report.totalCPUUnits), ("memory", report.usedMemoryMiB, report.totalMemoryMiB),
        ]
        for (name, used, total) in shares where total > 0 && used * 100 >= total * threshold {
            alerts.append("\(used * 100 / total) % of the \(name) for dispatches is in use")
        }
        for agent in report.agents where agent.maximum > 0 && agent.active >= agent.maximum {
            alerts.append("\(agent.name) runs \(agent.active) of at most \(agent.maximum) at once")
        }
        return alerts
    }
}
