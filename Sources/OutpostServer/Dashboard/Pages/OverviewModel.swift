internal import Foundation
internal import OutpostCore

struct OverviewModel {
    let cards: [Card]
    let alerts: [String]
    let engineDown: Bool
    let failures: [DispatchRow]
    let noFailures: Bool
    let charts: [Chart]

    struct Card {
        let name: String
        let figure: String
        let more: String
    }

    struct Chart {
        let heading: String
        let svg: String
        let bars: [BarChart.Bar]

        init(_ chart: BarChart) {
            heading = chart.title
            svg = chart.svg
            bars = chart.bars
        }
    }

    static func cards(_ report: FleetReport) -> [Card] {
        let running = [DispatchStatus.provisioning, .running, .completing].reduce(0) { $0 + (report.counts[$1] ?? 0) }
        let room = report.agents.reduce(0) { $0 + max(0, $1.maximum - $1.active) }
        let cores = { (units: Int) in String(format: "%.1f", Double(units) / 1024) }
        return [
            Card(name: "Running", figure: String(running), more: "on the whole installation"),
            Card(name: "Queued", figure: String(report.counts[.pending] ?? 0), more: "on the whole installation"),
            Card(name: "Free places", figure: String(room), more: "by the agents' limits"),
            Card(
                name: "CPU in use",
                figure: "\(cores(report.usedCPUUnits)) / \(cores(report.totalCPUUnits))",
                more: "cores"
            ),
            Card(name: "Memory in use", figure: "\(report.usedMemoryMiB) / \(report.totalMemoryMiB)", more: "MiB"),
        ]
    }

    /// Dispatches of each of the last 24 hours, the oldest first.
    static func throughput(_ dispatches: [Dispatch], now: Date) -> BarChart {
        var counts = Array(repeating: 0, count: 24)
        for dispatch in dispatches {
            let hours = now.timeIntervalSince(dispatch.createdAt) / 3600
            guard hours >= 0, hours < 24 else { continue }
            counts[23 - Int(hours)] += 1
        }
        let bars = counts.enumerated().map { index, count in
            BarChart.Bar(
                label: index == 23 ? "the last hour" : "\(24 - index) hours ago",
                value: Double(count),
                text: "\(count)"
            )
        }
        return BarChart(id: "throughput", title: "Dispatches per hour, last 24 hours", bars: bars)
    }

    /// How long the last ones ran, the oldest first.
    static func durations(_ dispatches: [Dispatch]) -> BarChart {
        let ended = dispatches.filter { $0.state.startedAt != nil && $0.state.endedAt != nil }.prefix(30)
        let bars = ended.reversed().compactMap { dispatch -> BarChart.Bar? in
            guard let start = dispatch.state.startedAt, let end = dispatch.state.endedAt else { return nil }
            let seconds = end.timeIntervalSince(start)
            let label = "\(dispatch.request.agent), \(PageTime.text(end))"
            return BarChart.Bar(label: label, value: seconds, text: PageTime.span(seconds))
        }
        return BarChart(id: "durations", title: "Durations of the last dispatches", bars: bars)
    }
}

enum OverviewTemplate {
    static let source = #"""
        <h1>Overview</h1>
        <div data-testid="overview" data-refresh="overview">
        {{#engineDown}}<p class="error" role="alert">The Docker Engine does not answer: nothing can start until it does.</p>{{/engineDown}}
        {{#alerts}}<p class="error" role="alert">{{.}}</p>{{/alerts}}
        <div class="cards">{{#cards}}<div><span>{{name}}</span><strong>{{figure}}</strong><span class="faint">{{more}}</span></div>{{/cards}}</div>
        <h2>Last failures</h2>
        {{#noFailures}}<p>None in the last 24 hours.</p>{{/noFailures}}
        <ul>{{#failures}}<li><a href="/ui/dispatches/{{id}}">{{summary}}</a> <span class="status status-{{status}}">{{status}}</span> <span class="faint">{{agent}}, {{created}}</span>
        {{#reason}}<br>{{reason}}{{/reason}}{{#remedy}}<br><strong>What to do:</strong> {{remedy}}{{/remedy}}</li>{{/failures}}</ul>
        {{#charts}}<h2>{{heading}}</h2>
        {{{svg}}}
        <details><summary>As a table</summary><div class="scroll"><table><thead><tr><th scope="col">When</th><th scope="col">Value</th></tr></thead>
        <tbody>{{#bars}}<tr><td>{{label}}</td><td>{{text}}</td></tr>{{/bars}}</tbody></table></div></details>
        {{/charts}}
        </div>

        """#
}
