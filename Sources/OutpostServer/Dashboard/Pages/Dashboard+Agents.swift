internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension Dashboard {
    var agentPages: [DashboardPage] { [.page(.get, "/ui/agents", .open, showAgents)] }

    private func showAgents(_ visit: DashboardPage.Visit) async throws -> Response {
        let report = try await server.fleetReport(at: visit.context.receivedAt).report
        return page("Agents", .agents, AgentsModel(agents: report.agents.map(AgentsModel.Agent.init)), for: visit)
    }
}

struct AgentsModel {
    let agents: [Agent]

    struct Agent {
        let name: String
        let model: String
        let active: String
        let successRate: String
        let average: String

        init(_ agent: FleetReport.Agent) {
            name = agent.name
            model = agent.model
            active = "\(agent.active) of \(agent.maximum)"
            successRate = agent.successRate.map { "\($0) %" } ?? "none ended"
            average = agent.averageMilliseconds.map { PageTime.span(Double($0) / 1000) } ?? "–"
        }
    }
}

enum AgentsTemplate {
    static let source = #"""
        <h1>Agents</h1>
        <div class="scroll" data-refresh="agents"><table>
        <caption class="hint">Success and duration are those of the last hour</caption>
        <thead><tr><th scope="col">Agent</th><th scope="col">First model</th><th scope="col">Running</th><th scope="col">Success</th><th scope="col">Mean duration</th></tr></thead>
        <tbody>{{#agents}}<tr><th scope="row">{{name}}</th><td>{{model}}</td><td>{{active}}</td><td>{{successRate}}</td><td>{{average}}</td></tr>{{/agents}}</tbody>
        </table></div>

        """#
}
