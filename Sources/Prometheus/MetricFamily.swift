/// A metric with all its series, as they are at one moment.
package struct MetricFamily: Sendable, Hashable {
    /// Such as `outpost_dispatches_ended_total`.
    package let name: String
    /// One sentence for people.
    package let help: String
    /// How the samples are to be understood.
    package let kind: Kind
    /// The samples, in the order in which they are written.
    package var samples: [Sample]

    /// The types of Prometheus that are used.
    package enum Kind: String, Sendable, Hashable {
        /// Only grows, from the start of the process.
        case counter
        /// Is as it is.
        case gauge
        /// Counts observations by their size.
        case histogram
    }

    /// One line of the text.
    package struct Sample: Sendable, Hashable {
        /// What follows the family's name, such as `_bucket`; empty for most.
        package var suffix = ""
        /// Names and values.
        package var labels: [Label] = []
        /// The value.
        package var value: Double

        package init(suffix: String = "", labels: [Label] = [], value: Double) {
            self.suffix = suffix
            self.labels = labels
            self.value = value
        }
    }

    /// What tells a series from the others of its family.
    package struct Label: Sendable, Hashable {
        /// Such as `agent`.
        package let name: String
        /// Any text.
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(_ name: String, _ help: String, _ kind: Kind, _ samples: [Sample]) {
        self.name = name
        self.help = help
        self.kind = kind
        self.samples = samples
    }

    /// A gauge of one series.
    package static func gauge(_ name: String, _ help: String, _ value: Double) -> MetricFamily {
        MetricFamily(name, help, .gauge, [Sample(value: value)])
    }

    /// A gauge with a series for each value of one label, in the order of these.
    package static func gauge(
        _ name: String,
        _ help: String,
        by label: String,
        _ values: [String: Double]
    )
        -> MetricFamily
    {
        let samples = values.sorted { $0.key < $1.key }.map {
            Sample(labels: [Label(label, $0.key)], value: $0.value)
        }
        return MetricFamily(name, help, .gauge, samples)
    }
}
