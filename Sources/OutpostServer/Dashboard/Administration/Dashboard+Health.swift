internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension Dashboard {
    var healthPages: [DashboardPage] { [.page(.get, "/ui/health", .administration, showHealth)] }

    private func showHealth(_ visit: DashboardPage.Visit) async throws -> Response {
        let checks = await server.health()
        let report = try await server.fleetReport(at: visit.context.receivedAt).report
        let model = HealthModel(
            checks: checks.map {
                HealthModel.Check(name: $0.name, result: $0.status.rawValue, message: $0.message ?? "")
            },
            cards: OverviewModel.cards(report),
            alerts: report.alerts,
            disk: report.freeDiskMiB.map { "\($0) MiB free; nothing starts below \(report.neededDiskMiB) MiB" },
            version: server.configuration.version
        )
        return page("Health", .health, model, for: visit)
    }
}

struct HealthModel {
    let checks: [Check]
    let cards: [OverviewModel.Card]
    let alerts: [String]
    let disk: String?
    let version: String

    struct Check {
        let name: String
        let result: String
        let message: String
    }
}

enum HealthTemplate {
    static let source = #"""
        <h1>Health</h1>
        <div data-refresh="health">
        <p>Outpost {{version}}</p>
        {{#alerts}}<p class="error" role="alert">{{.}}</p>{{/alerts}}
        <h2>Capacity</h2>
        <div class="cards">{{#cards}}<div><span>{{name}}</span><strong>{{figure}}</strong><span class="faint">{{more}}</span></div>{{/cards}}</div>
        {{#disk}}<p>Disk: {{disk}}</p>{{/disk}}
        <h2>Findings</h2>
        <div class="scroll"><table><thead><tr><th scope="col">Check</th><th scope="col">Result</th><th scope="col">What it says</th></tr></thead>
        <tbody>{{#checks}}<tr><th scope="row">{{name}}</th><td>{{result}}</td><td>{{message}}</td></tr>{{/checks}}</tbody></table></div>
        </div>

        """#
}
