package import Prometheus

/// What is counted of dispatches from the start of the process.
package struct DispatchMetrics: Sendable {
    /// By agent.
    let accepted: Counter
    /// By agent and terminal status.
    let ended: Counter
    /// By agent and phase.
    let phases: Histogram
    /// By agent and the provider's status.
    private let modelRequests: Counter
    private let logBytes: Counter
    private let artifactBytes: Counter

    /// Makes the instruments.
    ///
    /// - Parameter registry: reads them; one that nobody reads by default.
    package init(_ registry: MetricRegistry = MetricRegistry()) {
        accepted = registry.counter("outpost_dispatches_accepted_total", "Dispatches accepted.", labels: ["agent"])
        ended = registry.counter(
            "outpost_dispatches_ended_total",
            "Dispatches ended, by terminal status.",
            labels: ["agent", "status"]
        )
        phases = registry.histogram(
            "outpost_dispatch_phase_duration_seconds",
            "Time that dispatches spent in a phase: queued, provisioning, running, completing.",
            bounds: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 1800, 3600, 14_400],
            labels: ["agent", "phase"]
        )
        modelRequests = registry.counter(
            "outpost_model_requests_total",
            "Agents' requests to their models through the gateway, by the provider's status; none without an answer.",
            labels: ["agent", "status"]
        )
        logBytes = registry.counter("outpost_log_bytes_total", "Bytes of the lines that agents wrote.")
        artifactBytes = registry.counter("outpost_artifact_bytes_total", "Bytes of the artifacts of ended dispatches.")
    }

    func modelAnswered(_ exchange: ModelExchange, agent: String) {
        modelRequests.add(1, agent, exchange.status.map { String($0) } ?? "none")
    }

    func logged(_ line: OutputLine) { logBytes.add(Double(line.text.utf8.count + 1)) }

    func sealed(_ manifest: ArtifactManifest) {
        artifactBytes.add(Double(manifest.files.reduce(0) { $0 + $1.size }))
    }
}

extension DispatchStatus {
    /// The phase that a dispatch with this status is in; nil after its end.
    var phase: String? {
        switch self {
        case .pending: "queued"
        case .provisioning, .running, .completing: rawValue
        case .success, .failed, .timeout, .cancelled: nil
        }
    }
}
