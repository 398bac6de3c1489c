internal import OutpostCore
internal import Prometheus

extension FleetReport {
    /// The engine and the capacity as metrics.
    var families: [MetricFamily] {
        let mebibyte = Double(1 << 20)
        return [
            .gauge("outpost_engine_up", "Whether the container engine answers, and is ours.", isServed ? 1 : 0),
            .gauge(
                "outpost_capacity_cpu_units",
                "CPU units that dispatches may hold; 1024 are a core.",
                Double(totalCPUUnits)
            ),
            .gauge("outpost_held_cpu_units", "CPU units that dispatches hold.", Double(usedCPUUnits)),
            .gauge(
                "outpost_capacity_memory_bytes",
                "Memory that dispatches may hold.",
                Double(totalMemoryMiB) * mebibyte
            ),
            .gauge("outpost_held_memory_bytes", "Memory that dispatches hold.", Double(usedMemoryMiB) * mebibyte),
            .gauge(
                "outpost_warm_containers",
                "Containers that wait for a dispatch.",
                Double(agents.reduce(0) { $0 + $1.warm })
            ),
            .gauge("outpost_alerts", "Alerts of the fleet's health.", Double(alerts.count)),
        ]
    }

    private var isServed: Bool { isEngineUp && foreignEngine == nil }
}
