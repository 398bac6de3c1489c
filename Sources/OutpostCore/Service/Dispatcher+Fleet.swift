internal import Foundation

extension Dispatcher {
    /// Agents, queue and capacity, over the last hour.
    package func fleet() async throws -> FleetReport {
        let ended = try await parts.repository.ended(since: now().addingTimeInterval(-3600))
        var counts = Dictionary(grouping: ended, by: \.status).mapValues(\.count)
        counts[.pending] = waiting.count
        counts[.running] = running.count
        let used = running.values.map(\.candidate.resources)
        let warm = await parts.warm?.waiting ?? [:]
        let agents = parts.catalog.names.compactMap { name in
            parts.catalog.agents[name]?.manifest.map {
                agent($0, ended.filter { $0.agent == name }, warm: warm[name] ?? 0)
            }
        }
        var report = FleetReport(
            agents: agents,
            counts: counts,
            isEngineUp: isEngineUp,
            usedCPUUnits: used.reduce(0) { $0 + $1.cpuUnits },
            totalCPUUnits: settings.capacity.cpuUnits,
            usedMemoryMiB: used.reduce(0) { $0 + $1.memoryMiB },
            totalMemoryMiB: settings.capacity.memoryMiB,
            freeDiskMiB: hostLoad.freeDiskMiB,
            neededDiskMiB: settings.minimumDiskMiB
        )
        report.foreignEngine = await foreignEngine
        report.alerts = CapacityAlert.alerts(for: report)
        if let secretAlerts = parts.secretAlerts { report.alerts += try await secretAlerts() }
        return report
    }

    private func agent(_ manifest: AgentManifest, _ ended: [EndedDispatch], warm: Int) -> FleetReport.Agent {
        let judged = ended.filter { $0.status == .success || $0.status == .failed }
        let durations = ended.compactMap(\.duration)
        return FleetReport.Agent(
            name: manifest.name,
            model: manifest.model?.ids.first?.id ?? AgentManifest.noModel,
            active: running.values.count { $0.candidate.agent == manifest.name },
            maximum: manifest.maximumConcurrent,
            warm: warm,
            successRate: judged.isEmpty ? nil : 100 * judged.count { $0.status == .success } / judged.count,
            averageMilliseconds: durations.isEmpty
                ? nil : Int(1000 * durations.reduce(0, +) / Double(durations.count))
        )
    }
}
