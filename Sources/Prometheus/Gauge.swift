internal import Synchronization

/// Says how many there are of something that comes and goes.
package final class Gauge: Sendable {
    private let name: String
    private let help: String
    private let count = Atomic<Int>(0)

    init(name: String, help: String) {
        self.name = name
        self.help = help
    }

    /// One more.
    package func increment() { count.add(1, ordering: .relaxed) }

    /// One less.
    package func decrement() { count.subtract(1, ordering: .relaxed) }
}

extension Gauge: Instrument {
    var family: MetricFamily { .gauge(name, help, Double(count.load(ordering: .relaxed))) }
}
