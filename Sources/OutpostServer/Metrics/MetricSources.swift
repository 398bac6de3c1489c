package import Prometheus

/// What `/metrics` shows besides the interface's own.
package struct MetricSources: Sendable {
    /// The instruments of the whole process; the interface adds its own.
    package var registry: MetricRegistry
    /// Cheap ones, which are read for each page.
    package var current: [MetricCollector]
    /// Those that ask the database: their answers are kept for a moment, so that nobody loads it by asking often.
    package var stored: [MetricCollector]

    package init(
        registry: MetricRegistry = MetricRegistry(),
        current: [MetricCollector] = [],
        stored: [MetricCollector] = []
    ) {
        self.registry = registry
        self.current = current
        self.stored = stored
    }
}
