internal import Foundation
internal import OutpostAPI
internal import OutpostCore

extension FleetBody {
    init(_ report: FleetReport, uptime: Int, now: Date) {
        let agents = report.agents.map(Agent.init)
        let byStatus = Self.byStatus(report.counts)
        self.init(
            status: Self.status(of: report, agents: agents),
            pool: Pool(
                inUse: report.agents.reduce(0) { $0 + $1.active },
                terminating: report.counts[.completing] ?? 0,
                byAgent: report.agents.map { AgentPool(agentType: $0.name, inUse: $0.active, idle: $0.warm) }
            ),
            agents: agents,
            system: System(report),
            dispatches: Dispatches(lastHourTotal: byStatus.values.reduce(0, +), byStatus: byStatus),
            alerts: report.alerts,
            uptime: uptime,
            timestamp: APITime(now)
        )
    }

    private static func status(of report: FleetReport, agents: [Agent]) -> String {
        guard report.isEngineUp, agents.isEmpty || agents.contains(where: \.available) else { return "unhealthy" }
        let rates = agents.map(\.successRate)
        let mean = rates.isEmpty ? 100 : rates.reduce(0, +) / rates.count
        let isDegraded = !agents.allSatisfy(\.available) || mean < 80 || !report.alerts.isEmpty
        return isDegraded ? "degraded" : "healthy"
    }

    private static func byStatus(_ counts: [DispatchStatus: Int]) -> [String: Int] {
        let groups: [(String, [DispatchStatus])] = [
            ("pending", [.pending]), ("running", [.provisioning, .running, .completing]), ("completed", [.success]),
            ("failed", [.failed]), ("cancelled", [.cancelled]), ("timeout", [.timeout]),
        ]
        return Dictionary(
            uniqueKeysWithValues: groups.map { name, statuses in
                (name, statuses.reduce(0) { $0 + (counts[$1] ?? 0) })
            }
        )
    }
}

extension FleetBody.Agent {
    fileprivate init(_ agent: FleetReport.Agent) {
        self.init(
            agent: agent.name,
            modelId: agent.model,
            active: agent.active,
            idle: agent.warm,
            successRate: agent.successRate ?? 100,
            avgDurationMs: agent.averageMilliseconds ?? 0,
            maxConcurrent: agent.maximum
        )
    }
}

extension FleetBody.System {
    fileprivate init(_ report: FleetReport) {
        let resident = ProcessMemory.residentMiB()
        self.init(
            cpuUsagePercent: Self.percent(report.usedCPUUnits, of: report.totalCPUUnits),
            memoryUsagePercent: Self.percent(report.usedMemoryMiB, of: report.totalMemoryMiB),
            memoryUsedMB: report.usedMemoryMiB,
            memoryTotalMB: report.totalMemoryMiB,
            heapUsedMB: resident,
            heapTotalMB: resident
        )
    }

    private static func percent(_ part: Int, of whole: Int) -> Int {
        whole > 0 ? Int((100 * Double(part) / Double(whole)).rounded()) : 0
    }
}

/// Memory of this process.
enum ProcessMemory {
    /// MiB; 0 where the system does not tell.
    static func residentMiB() -> Int {
        guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
            let number = line.split(whereSeparator: \.isWhitespace).dropFirst().first, let kibibytes = Int(number)
        else { return 0 }
        return kibibytes / 1024
    }
}
