internal import Foundation
internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension OutpostServer {
    /// `/`, `/health` and what is below it, `/fleet`.
    var healthRoutes: [Route] {
        [
            .open(.get, "/", .getService, getService),
            .open(.get, "/health", .getHealth, getHealth),
            .open(.get, "/health/live", .getLiveness) { _, _ in try .json(ProbeBody(status: "ok")) },
            .open(.get, "/health/ready", .getReadiness, getReadiness),
            .open(.get, "/health/fleet", .getFleet, getFleet),
            .open(.get, "/fleet", .getFleetAlias, getFleet),
        ]
    }

    /// The service for programs; browsers, which ask for HTML by name, go on to the dashboard.
    private func getService(_ request: Request, _ context: ServerContext) async throws -> Response {
        let accepted = request.headers[values: .accept].joined(separator: ",").lowercased()
        var response =
            accepted.contains("text/html")
            ? Dashboard.redirect("/ui") : try Response.json(ServiceBody(version: configuration.version))
        response.headers[.vary] = "Accept"
        return response
    }

    private func getHealth(_ request: Request, _ context: ServerContext) async throws -> Response {
        let checks = await health()
        let isUnhealthy = checks.contains { $0.status == .fail }
        let isDegraded = checks.contains { $0.status == .warn }
        let body = HealthBody(
            status: isUnhealthy ? "unhealthy" : isDegraded ? "degraded" : "healthy",
            version: configuration.version,
            uptime: uptime(at: context.receivedAt),
            checks: Dictionary(checks.map { ($0.name, HealthCheckBody($0)) }) { first, _ in first }
        )
        return try .json(body, status: isUnhealthy ? .serviceUnavailable : .ok)
    }

    private func getReadiness(_ request: Request, _ context: ServerContext) async throws -> Response {
        guard await !service.isDraining else {
            return try .json(ProbeBody(status: "draining"), status: .serviceUnavailable)
        }
        let failing = await health().filter { $0.status == .fail }.map(\.name).sorted()
        guard !failing.isEmpty else { return try .json(ProbeBody(status: "ready")) }
        return try .json(ProbeBody(status: "not ready", failing: failing), status: .serviceUnavailable)
    }

    private func getFleet(_ request: Request, _ context: ServerContext) async throws -> Response {
        var meta = FleetMeta(requestId: context.requestID, timestamp: APITime(context.receivedAt))
        let started = ContinuousClock.now
        let (report, age) = try await fleetReport(at: context.receivedAt)
        if let age {
            meta.cached = true
            meta.cacheAgeMs = Int(age * 1000)
        } else {
            meta.responseTimeMs = Int((ContinuousClock.now - started) / .milliseconds(1))
        }
        let body = FleetBody(report, uptime: uptime(at: context.receivedAt), now: context.receivedAt)
        return try .json(
            FleetEnvelope(data: body, meta: meta),
            status: body.status == "unhealthy" ? .serviceUnavailable : .ok
        )
    }

    /// The fleet as it is, or was a moment ago: then with the seconds since.
    func fleetReport(at now: Date) async throws -> (report: FleetReport, age: TimeInterval?) {
        let (report, age) = try await recentFleet.answer(at: now) { try await service.fleet() }
        return (report, age)
    }

    private func uptime(at time: Date) -> Int {
        max(0, Int(time.timeIntervalSince(configuration.startedAt)))
    }
}

extension HealthCheckBody {
    fileprivate init(_ check: HealthCheck) {
        self.init(
            status: check.status.rawValue,
            message: check.message,
            latencyMs: check.latency.map { Int($0 / .milliseconds(1)) }
        )
    }
}
