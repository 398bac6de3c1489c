internal import Synchronization

/// Makes instruments and reads them.
///
/// Its users make each instrument once, under a name of its own, and keep it: counting costs a lock and a look-up.
package final class MetricRegistry: Sendable {
    private let instruments = Mutex<[any Instrument]>([])

    package init() {}

    /// Series of one instrument: what labels there are beyond is counted as `other`.
    package static let seriesLimit = 500
    /// The value of labels for what is too much to be told apart.
    package static let others = "other"

    /// A counter, whose name ends in `_total`.
    package func counter(
        _ name: String,
        _ help: String,
        labels: [String] = [],
        limit: Int = seriesLimit
    ) -> Counter {
        register(Counter(name: name, help: help, labels: labels, limit: limit))
    }

    /// A gauge that starts at 0.
    package func gauge(_ name: String, _ help: String) -> Gauge {
        register(Gauge(name: name, help: help))
    }

    /// A histogram of durations, whose name ends in `_seconds`.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - help: a sentence for people.
    ///   - bounds: the buckets' upper bounds in seconds; one without bound is always there.
    ///   - labels: the names of its labels.
    ///   - limit: series at most.
    /// - Returns: the histogram.
    package func histogram(
        _ name: String,
        _ help: String,
        bounds: [Double],
        labels: [String] = [],
        limit: Int = seriesLimit
    ) -> Histogram {
        register(Histogram(name: name, help: help, bounds: bounds, labels: labels, limit: limit))
    }

    /// All instruments as they are now.
    package var families: [MetricFamily] { instruments.withLock { $0 }.map(\.family) }

    private func register<Made: Instrument>(_ instrument: Made) -> Made {
        instruments.withLock { $0.append(instrument) }
        return instrument
    }
}

/// Something that is read for the text.
protocol Instrument: Sendable {
    /// How it is now.
    var family: MetricFamily { get }
}

/// Reads metrics that somebody else keeps.
package typealias MetricCollector = @Sendable () async throws -> [MetricFamily]
