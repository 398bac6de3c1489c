internal import OutpostDocker

/// All that a look at an installation found.
struct Diagnosis: Sendable {
    /// By group, and within it in the order in which things were looked at.
    let findings: [PreflightFinding]
    /// How a command without an engine ends; nil where there is one.
    let engineFailure: CommandStatus?

    init(_ findings: [PreflightFinding], engineFailure: CommandStatus? = nil) {
        self.findings = PreflightFinding.Group.allCases.flatMap { group in findings.filter { $0.group == group } }
        self.engineFailure = engineFailure
    }

    /// The level of the worst finding.
    var worst: PreflightFinding.Level {
        PreflightFinding.Level.allCases.last { level in findings.contains { $0.level == level } } ?? .ok
    }

    /// What the command ends with.
    ///
    /// - Parameter isStrict: whether warnings count, too.
    /// - Returns: the status of the first group that has something to fail for.
    func status(isStrict: Bool) -> CommandStatus {
        guard let first = findings.first(where: { isStrict ? $0.isBelowBar : $0.level == .error }) else {
            return .success
        }
        switch first.group {
        case .engine: return engineFailure ?? .infrastructure
        case .host: return .infrastructure
        case .network: return .usage
        case .data: return .storage
        case .images: return .agent
        case .credentials: return .secret
        }
    }
}

/// The diagnosis as programs read it; fields are only ever added.
struct DiagnosisBody: Encodable {
    let findings: [Finding]
    /// The level of the worst finding: `ok`, `note`, `warning` or `error`.
    let worst: String

    struct Finding: Encodable {
        /// The check, such as `engine.live-restore`; its findings share it.
        let id: String
        let group: String
        let severity: String
        /// What was looked at.
        let title: String
        /// What is so, and what comes of it.
        let detail: String
        /// What to do; absent where there is nothing to do.
        let remedy: String?
        /// Where it is written down, such as CVE numbers.
        let sources: [String]
    }

    init(_ diagnosis: Diagnosis) {
        worst = diagnosis.worst.rawValue
        findings = diagnosis.findings.map {
            Finding(
                id: $0.id,
                group: $0.group.rawValue,
                severity: $0.level.rawValue,
                title: $0.check,
                detail: $0.text,
                remedy: $0.advice,
                sources: $0.sources
            )
        }
    }
}
