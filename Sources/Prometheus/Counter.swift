internal import Synchronization

/// Counts something from the start of the process, by labels.
package final class Counter: Sendable {
    private let name: String
    private let help: String
    private let series: SeriesTable<Double>

    init(name: String, help: String, labels: [String], limit: Int) {
        self.name = name
        self.help = help
        series = SeriesTable(labels: labels, limit: limit)
        // Without labels there is the one series from the start.
        if labels.isEmpty { add(0) }
    }

    /// Counts.
    ///
    /// - Parameters:
    ///   - amount: not negative.
    ///   - labels: a value for each of the counter's labels, in their order.
    package func add(_ amount: Double = 1, _ labels: String...) {
        series.update(labels, initial: 0) { $0 += amount }
    }
}

extension Counter: Instrument {
    var family: MetricFamily {
        MetricFamily(name, help, .counter, series.snapshot.map { .init(labels: $0.labels, value: $0.value) })
    }
}
