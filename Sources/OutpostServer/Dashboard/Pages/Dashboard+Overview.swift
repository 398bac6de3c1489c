internal import Foundation
internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension Dashboard {
    var overviewPages: [DashboardPage] { [.page(.get, "/ui", .open, showOverview)] }

    private func showOverview(_ visit: DashboardPage.Visit) async throws -> Response {
        let now = visit.context.receivedAt
        let report = try await server.fleetReport(at: now).report
        let recent =
            visit.has(.list) ? try await dispatches(of: visit.tenant, since: now.addingTimeInterval(-86_400)) : []
        let failed = recent.filter { [DispatchStatus.failed, .timeout].contains($0.state.status) }.prefix(5)
        let presenter = server.presenter(visit.context)
        let model = OverviewModel(
            cards: OverviewModel.cards(report),
            alerts: report.alerts,
            engineDown: !report.isEngineUp,
            failures: failed.map { DispatchRow($0, presenter: presenter) },
            noFailures: failed.isEmpty,
            charts: [OverviewModel.throughput(recent, now: now), OverviewModel.durations(recent)].map(
                OverviewModel.Chart.init
            )
        )
        return page("Overview", .overview, model, for: visit)
    }

    /// A tenant's dispatches since a time, the newest first, up to a number that keeps the page quick.
    private func dispatches(of tenant: String, since start: Date) async throws -> [Dispatch] {
        var query = DispatchQuery(tenant: tenant, since: start, limit: 100)
        var found: [Dispatch] = []
        for _ in 0..<20 {
            let page = try await server.service.list(query)
            found += page.views.map(\.dispatch)
            guard page.hasMore, let last = found.last else { break }
            query.before = last.id
        }
        return found
    }
}
