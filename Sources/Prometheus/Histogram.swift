/// Counts durations by how long they were, by labels.
package final class Histogram: Sendable {
    private let name: String
    private let help: String
    private let bounds: [Double]
    private let series: SeriesTable<Series>

    private struct Series: Sendable {
        /// Observations by the first bound that they are not above; the last are above all.
        var counts: [Int]
        var sum = 0.0
    }

    init(name: String, help: String, bounds: [Double], labels: [String], limit: Int) {
        self.name = name
        self.help = help
        self.bounds = bounds.sorted()
        series = SeriesTable(labels: labels, limit: limit)
    }

    /// Counts a duration.
    ///
    /// - Parameters:
    ///   - seconds: one below 0, which a clock that was set back makes, counts as 0.
    ///   - labels: a value for each of the histogram's labels, in their order.
    package func observe(seconds: Double, _ labels: String...) {
        let value = max(0, seconds)
        let place = bounds.firstIndex { value <= $0 } ?? bounds.count
        series.update(labels, initial: Series(counts: Array(repeating: 0, count: bounds.count + 1))) {
            $0.counts[place] += 1
            $0.sum += value
        }
    }
}

extension Histogram: Instrument {
    var family: MetricFamily {
        MetricFamily(name, help, .histogram, series.snapshot.flatMap { samples($0.labels, $0.value) })
    }

    /// Each bucket counts those below it, too.
    private func samples(_ labels: [MetricFamily.Label], _ series: Series) -> [MetricFamily.Sample] {
        var total = 0
        let buckets = zip(bounds + [.infinity], series.counts).map { bound, count in
            total += count
            let label = MetricFamily.Label("le", PrometheusText.number(bound))
            return MetricFamily.Sample(suffix: "_bucket", labels: labels + [label], value: Double(total))
        }
        return buckets + [
            .init(suffix: "_sum", labels: labels, value: series.sum),
            .init(suffix: "_count", labels: labels, value: Double(total)),
        ]
    }
}
