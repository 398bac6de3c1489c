internal import Synchronization

/// The series of a family by the values of their labels, so many at most: what comes then is counted together.
final class SeriesTable<Value: Sendable>: Sendable {
    private let labels: [String]
    private let limit: Int
    private let values = Mutex<[[String]: Value]>([:])

    /// - Parameters:
    ///   - labels: the names of the labels.
    ///   - limit: series at most, besides the one of all the others.
    init(labels: [String], limit: Int) {
        self.labels = labels
        self.limit = limit
    }

    /// Changes a series; a new one begins with `initial`.
    ///
    /// - Precondition: as many values as labels.
    func update(_ key: [String], initial: @autoclosure () -> Value, _ change: (inout Value) -> Void) {
        assert(key.count == labels.count, "\(labels) are not \(key)")
        values.withLock { values in
            let isFull = values.count >= limit && values[key] == nil
            let place = isFull ? labels.map { _ in MetricRegistry.others } : key
            change(&values[place, default: initial()])
        }
    }

    /// The series, in the order of their labels' values.
    var snapshot: [(labels: [MetricFamily.Label], value: Value)] {
        values.withLock { $0 }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { key, value in (zip(labels, key).map { MetricFamily.Label($0, $1) }, value) }
    }
}
