internal import Foundation
internal import Hummingbird
internal import Logging
internal import OutpostCore
internal import Prometheus

extension OutpostServer {
    /// `/metrics`.
    var metricRoutes: [Route] {
        let access: Route.Access = configuration.opensMetrics ? .open : .scope(.metrics)
        return [
            Route(method: .get, path: "/metrics", access: access, operation: .getMetrics) { _, context, _ in
                try await getMetrics(context)
            }
        ]
    }

    private func getMetrics(_ context: ServerContext) async throws -> Response {
        let families = sources.registry.families + (await read(sources.current)) + (try await storedFamilies(context))
        return Response(
            status: .ok,
            headers: [.contentType: PrometheusText.contentType, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: PrometheusText.text(of: families)))
        )
    }

    private func storedFamilies(_ context: ServerContext) async throws -> [MetricFamily] {
        try await recentFamilies.answer(at: context.receivedAt) {
            let fleet: MetricCollector = { try await fleetReport(at: context.receivedAt).report.families }
            let families = await read(sources.stored + [fleet])
            // What was read for somebody who left may lack something.
            try Task.checkCancellation()
            return families
        }.answer
    }

    /// What can be read: a database that is held for long must not hide everything else.
    private func read(_ collectors: [MetricCollector]) async -> [MetricFamily] {
        var families: [MetricFamily] = []
        for collect in collectors {
            do {
                families += try await collect()
            } catch {
                metrics.failures.add()
                logger.warning("metrics were not read", metadata: ["error": "\(error)"])
            }
        }
        return families
    }
}
