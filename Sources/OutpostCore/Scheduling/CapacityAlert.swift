/// Says what is near its limit.
///
/// Pure.
package enum CapacityAlert {
    /// Share of capacity, in percent, from which on it is worth a word.
    package static let threshold = 80

    /// One sentence for each resource at or above the threshold, and for a queue that waits although agents are free.
    package static func alerts(for report: FleetReport) -> [String] {
        found(report).map(\.text)
    }

    /// The same sentences by what they are about, which stays the same while their figures change: `engine`,
    /// `engine/other`, `cpu`, `memory`, `disk`, `agent/<name>`.
    package static func bySubject(for report: FleetReport) -> [String: String] {
        Dictionary(found(report)) { first, _ in first }
    }

    private static func found(_ report: FleetReport) -> [(subject: String, text: String)] {
        var alerts: [(subject: String, text: String)] = []
        if !report.isEngineUp { alerts.append(("engine", "the Docker Engine does not answer")) }
        if let foreign = report.foreignEngine { alerts.append(("engine/other", "\(foreign)")) }
        let shares = [
            ("cpu", "CPU", report.usedCPUUnits, report.totalCPUUnits),
            ("memory", "memory", report.usedMemoryMiB, report.totalMemoryMiB),
        ]
        for (subject, name, used, total) in shares where total > 0 && used * 100 >= total * threshold {
            alerts.append((subject, "\(used * 100 / total) % of the \(name) for dispatches is in use"))
        }
        if let free = report.freeDiskMiB, free < report.neededDiskMiB {
            alerts.append(
                (
                    "disk",
                    "\(free) MiB are free on the disk of the data directory; nothing is started below "
                        + "\(report.neededDiskMiB) MiB (min_free_disk_mib)"
                )
            )
        }
        for agent in report.agents where agent.maximum > 0 && agent.active >= agent.maximum {
            alerts.append(
                ("agent/\(agent.name)", "\(agent.name) runs \(agent.active) of at most \(agent.maximum) at once")
            )
        }
        return alerts
    }
}
