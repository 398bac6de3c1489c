internal import Testing

@testable internal import Prometheus

@Suite("Prometheus text")
struct PrometheusTextTests {
    @Test("has a help, a type and a line for each series, families by name")
    func families() {
        let text = PrometheusText.text(of: [
            MetricFamily("z_total", "Last.", .counter, [.init(labels: [.init("a", "1"), .init("b", "")], value: 3)]),
            .gauge("a_bytes", "First.", 1.5),
            MetricFamily("nothing", "Without series.", .gauge, []),
        ])
        #expect(
            text == """
                # HELP a_bytes First.
                # TYPE a_bytes gauge
                a_bytes 1.5
                # HELP nothing Without series.
                # TYPE nothing gauge
                # HELP z_total Last.
                # TYPE z_total counter
                z_total{a="1",b=""} 3

                """
        )
    }

    @Test(
        "escapes what would end a value, and nothing else",
        arguments: [
            ("a\"b", "a\\\"b"), ("a\\b", "a\\\\b"), ("a\nb", "a\\nb"), ("a\\\n\"", "a\\\\\\n\\\""),
            ("ä{}=,\t", "ä{}=,\t"),
            ("\r\n", "\r\\n"),
        ]
    )
    func escaping(value: String, escaped: String) {
        let family = MetricFamily("m", "h", .gauge, [.init(labels: [.init("l", value)], value: 0)])
        #expect(PrometheusText.text(of: [family]) == "# HELP m h\n# TYPE m gauge\nm{l=\"\(escaped)\"} 0\n")
    }

    @Test("keeps a help on its line and its quotes")
    func help() {
        let text = PrometheusText.text(of: [.gauge("m", "say \"a\\b\"\nTYPE", 0)])
        #expect(text.hasPrefix("# HELP m say \"a\\\\b\"\\nTYPE\n"))
    }

    @Test(
        "writes numbers as Prometheus reads them",
        arguments: [
            (0, "0"), (-2, "-2"), (0.1, "0.1"), (1e15, "1000000000000000"), (1e300, "1e+300"), (.infinity, "+Inf"),
            (-.infinity, "-Inf"), (.nan, "NaN"),
        ] as [(Double, String)]
    )
    func numbers(value: Double, text: String) {
        #expect(PrometheusText.number(value) == text)
    }
}
