internal import DockerEngine
internal import Foundation
internal import OutpostCore
internal import OutpostServer
internal import Prometheus

/// What a server measures, put together.
struct ServerMetrics: Sendable {
    let registry: MetricRegistry
    let dispatches: DispatchMetrics
    let live: LiveDispatches
    private let engineCalls: Counter
    private let engineDurations: Histogram

    init() {
        registry = MetricRegistry()
        dispatches = DispatchMetrics(registry)
        live = LiveDispatches(dispatches)
        engineCalls = registry.counter(
            "outpost_engine_calls_total",
            "Calls to the container engine by what came of them.",
            labels: ["call", "result"]
        )
        engineDurations = registry.histogram(
            "outpost_engine_call_duration_seconds",
            "Time that calls to the container engine took; to the answer's head where it streams.",
            bounds: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
            labels: ["call"]
        )
    }

    func observe(_ call: EngineCall) {
        engineCalls.add(1, call.name, call.result)
        engineDurations.observe(seconds: call.duration / .seconds(1), call.name)
    }

    /// What `/metrics` of a server shows.
    func sources(
        dataDirectory: String,
        startedAt: Date,
        tenants: TenantMetrics,
        now: @escaping @Sendable () -> Date
    ) -> MetricSources {
        MetricSources(
            registry: registry,
            current: [
                { [live] in live.families(at: now()) },
                { DiskMetrics.families(of: dataDirectory) },
                { ProcessMetrics.families(startedAt: startedAt) },
                { [Self.build] },
            ],
            stored: [tenants.families]
        )
    }

    private static var build: MetricFamily {
        let sample = MetricFamily.Sample(labels: [.init("version", Outpost.version)], value: 1)
        return MetricFamily("outpost_build_info", "The program's version.", .gauge, [sample])
    }
}

/// The disk of the data directory as metrics.
enum DiskMetrics {
    static func families(of directory: String) -> [MetricFamily] {
        guard let free = DiskSpace.freeBytes(of: directory), let size = DiskSpace.totalBytes(of: directory) else {
            return []
        }
        return [
            .gauge("outpost_disk_free_bytes", "Bytes that are free on the disk of the data directory.", Double(free)),
            .gauge("outpost_disk_used_bytes", "Bytes that are taken on it, by everybody.", Double(size - free)),
            .gauge("outpost_disk_size_bytes", "Bytes of it.", Double(size)),
        ]
    }
}
