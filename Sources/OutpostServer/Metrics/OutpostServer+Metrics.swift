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
                await getMetrics(context)
            }
        ]
    }

    private func getMetrics(_ context: ServerContext) async -> Response {
        let families = sources.registry.families + (await read(sources.current)) + (await storedFamilies(context))
        return Response(
            status: .ok,
            headers: [.contentType: PrometheusText.contentType, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: PrometheusText.text(of: families)))
        )
    }

    private func storedFamilies(_ context: ServerContext) async -> [MetricFamily] {
        if let recent = recentFamilies.answer(at: context.receivedAt) { return recent.answer }
        let fleet: MetricCollector = { try await fleetReport(at: context.receivedAt).report.families }
        let families = await read(sources.stored + [fleet])
        recentFamilies.keep(families, at: context.receivedAt)
        return families
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
