internal import OutpostDocker

/// The diagnosis as people read it.
struct DiagnosisLines {
    let diagnosis: Diagnosis
    let console: Console

    /// A heading for each group, a line for each finding, and one below it for what to do.
    var lines: [String] {
        var lines: [String] = []
        for group in PreflightFinding.Group.allCases {
            let findings = diagnosis.findings.filter { $0.group == group }
            guard !findings.isEmpty else { continue }
            if !lines.isEmpty { lines.append("") }
            lines.append(console.paint(group.rawValue, .bold))
            lines += findings.flatMap(Self.lines(console))
        }
        return lines + ["", summary]
    }

    private static func lines(_ console: Console) -> (PreflightFinding) -> [String] {
        { finding in
            let sources = finding.sources.isEmpty ? "" : " (\(finding.sources.joined(separator: ", ")))"
            let level = finding.level.rawValue.padding(to: 8)
            let text = Terminal.safeLines("\(finding.check): \(finding.text)\(sources)")
            let advice = finding.advice.map { ["           → " + Terminal.safeLines($0)] } ?? []
            return ["  \(console.paint(level, colour(finding.level))) \(text)"] + advice
        }
    }

    private static func colour(_ level: PreflightFinding.Level) -> Console.Colour {
        switch level {
        case .ok: .green
        case .note: .cyan
        case .warning: .yellow
        case .error: .red
        }
    }

    private var summary: String {
        let counts = PreflightFinding.Level.allCases.reversed().compactMap { level -> String? in
            let count = diagnosis.findings.count { $0.level == level }
            guard count > 0 else { return nil }
            return level == .ok ? "\(count) ok" : "\(count) \(level.rawValue)\(count == 1 ? "" : "s")"
        }
        return counts.joined(separator: ", ")
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
