internal import HTTPTypes
internal import Prometheus

/// What is counted of the interface itself.
struct HTTPMetrics: Sendable {
    /// Readers of event streams that are connected.
    let eventReaders: Gauge
    /// Collectors that failed while a page was made.
    let failures: Counter
    private let requests: Counter
    private let durations: Histogram

    init(_ registry: MetricRegistry) {
        eventReaders = registry.gauge("outpost_event_stream_readers", "Readers of event streams that are connected.")
        failures = registry.counter(
            "outpost_scrape_failures_total",
            "Parts of this page that could not be read and were left out."
        )
        requests = registry.counter(
            "outpost_http_requests_total",
            "HTTP requests by route and class of the answer's status.",
            labels: ["method", "route", "status"]
        )
        durations = registry.histogram(
            "outpost_http_request_duration_seconds",
            "Time from a request's head to its answer's, by route.",
            bounds: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
            labels: ["method", "route"]
        )
    }

    /// Counts a request; what no route has is one series, whatever clients make up.
    func answered(_ method: HTTPRequest.Method, route: String?, status: Int, within duration: Duration) {
        let method = route == nil ? MetricRegistry.others : method.rawValue
        let route = route ?? MetricRegistry.others
        requests.add(1, method, route, "\(status / 100)xx")
        durations.observe(seconds: duration / .seconds(1), method, route)
    }
}
