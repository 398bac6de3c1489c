internal import OutpostCore

/// What people are told of where an agent wanted to go.
struct EgressLines {
    /// Hosts that are named; the rest is in the summary.
    private static let maximum = 10

    let lines: [String]

    init(_ report: EgressReport?) {
        guard let report else {
            lines = []
            return
        }
        var lines: [String] = []
        if report.weaker {
            lines.append("egress: every public host could be reached (\(report.mode.rawValue)): isolation was weaker")
        }
        let refused = report.hosts.filter { $0.refused > 0 }
        for host in refused.prefix(Self.maximum) {
            let remedy = host.allowWith.map { "; to open it: \($0)" } ?? ""
            lines.append("refused: \(host.host) (\(host.reason?.rawValue ?? "refused"))\(remedy)")
        }
        let more = refused.count - Self.maximum
        if more > 0 { lines.append("refused: \(more) more; see egress in summary.json") }
        if report.others > 0 { lines.append("egress: \(report.others) attempts to reach further hosts are not listed") }
        if let proposal = report.proposal { lines.append("learnt: \(proposal)") }
        self.lines = lines
    }
}
