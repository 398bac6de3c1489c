internal import Testing

@testable internal import Prometheus

@Suite("Instruments")
struct InstrumentTests {
    private let registry = MetricRegistry()

    private func text() -> String { PrometheusText.text(of: registry.families) }

    @Test("A counter without labels is there from the start, one with labels when there is something to count")
    func counters() {
        let plain = registry.counter("plain_total", "h")
        let labelled = registry.counter("labelled_total", "h", labels: ["a", "b"])
        #expect(text().contains("\nplain_total 0\n"))
        #expect(!text().contains("\nlabelled_total"))
        plain.add(2)
        labelled.add(1, "x", "y")
        labelled.add(1, "x", "y")
        labelled.add(1, "x", "z")
        #expect(text().contains("\nplain_total 2\n"))
        #expect(text().contains("labelled_total{a=\"x\",b=\"y\"} 2\nlabelled_total{a=\"x\",b=\"z\"} 1\n"))
    }

    @Test("Beyond its limit a counter counts everything new together, and what it knows as before")
    func limit() {
        let counter = registry.counter("c_total", "h", labels: ["n"], limit: 3)
        for number in 0..<1000 { counter.add(1, "\(number)") }
        counter.add(1, "0")
        let samples = registry.families.flatMap(\.samples)
        #expect(samples.count == 4)
        #expect(samples.reduce(0) { $0 + $1.value } == 1001)
        #expect(text().contains("c_total{n=\"0\"} 2\n"))
        #expect(text().contains("c_total{n=\"other\"} 997\n"))
    }

    @Test("A histogram's buckets count what is not above them, the last one counts all")
    func histogram() {
        let histogram = registry.histogram("h_seconds", "h", bounds: [1, 0.1], labels: ["p"])
        for seconds in [0.05, 0.1, 0.5, 1, 7, -3] { histogram.observe(seconds: seconds, "x") }
        #expect(
            text() == """
                # HELP h_seconds h
                # TYPE h_seconds histogram
                h_seconds_bucket{p="x",le="0.1"} 3
                h_seconds_bucket{p="x",le="1"} 5
                h_seconds_bucket{p="x",le="+Inf"} 6
                h_seconds_sum{p="x"} 8.65
                h_seconds_count{p="x"} 6

                """
        )
    }

    @Test("A gauge goes up and down")
    func gauge() {
        let gauge = registry.gauge("g", "h")
        gauge.increment()
        gauge.increment()
        gauge.decrement()
        #expect(text().contains("\ng 1\n"))
    }

    @Test("Nothing is lost when many count at once")
    func races() async {
        let counter = registry.counter("c_total", "h", labels: ["n"])
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { for number in 0..<1000 { counter.add(1, "\(number % 3)") } }
            }
        }
        #expect(registry.families.flatMap(\.samples).reduce(0) { $0 + $1.value } == 8000)
    }
}
