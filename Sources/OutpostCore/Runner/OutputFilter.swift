internal import Synchronization

/// Takes the secrets out of everything that one dispatch says, before anybody keeps or sees it.
final class OutputFilter: Sendable {
    let patterns: SecretPatterns
    /// Names of secrets that are not redacted because their values are not known.
    let unknown: [String]
    private let log: Mutex<LogRedactor>

    init(_ plan: DispatchPlan) {
        patterns = plan.patterns
        unknown = plan.unknownSecrets.sorted()
        log = Mutex(LogRedactor(patterns))
    }

    /// The next line of the log.
    func redact(_ line: OutputLine) -> OutputLine { log.withLock { $0.redact(line) } }

    func redact(_ text: String) -> String { StreamRedactor.redact(text, patterns) }

    func redact(_ report: FinishedReport) -> FinishedReport {
        FinishedReport(
            failedStage: report.failedStage,
            exitCode: report.exitCode,
            message: redact(report.message)
        )
    }

    func redact(_ exchange: ModelExchange) -> ModelExchange {
        var exchange = exchange
        exchange.failure = exchange.failure.map(redact)
        return exchange
    }

    /// Names of hosts can carry what an agent knows.
    func redact(_ report: EgressReport) -> EgressReport {
        var report = report
        for index in report.hosts.indices {
            report.hosts[index].host = redact(report.hosts[index].host)
            report.hosts[index].allowWith = report.hosts[index].allowWith.map(redact)
        }
        report.proposal = report.proposal.map(redact)
        return report
    }

    /// The end with its words redacted and with what redaction could not do, or found, among its flags.
    func redact(_ end: DispatchEnd, _ facts: RepositoryFacts?) -> DispatchEnd {
        var end = end
        end.message = end.message.map(redact)
        if facts?.secretFiles?.isEmpty == false || facts?.unsearchedFiles?.isEmpty == false {
            end.flags.append(.containsSecret)
        }
        if !unknown.isEmpty || !patterns.ignored.isEmpty { end.flags.append(.redactionPartial) }
        return end
    }

    /// What a reader of the summary has to know, one sentence each.
    func warnings(_ facts: RepositoryFacts?) -> [String] {
        var warnings = (facts?.secretFiles ?? [:]).sorted { $0.key < $1.key }.map { path, names in
            "\(path) contains a secret (\(names.joined(separator: ", "))); it is handed out only to who asks for it "
                + "with reveal"
        }
        warnings += (facts?.unsearchedFiles ?? [:]).sorted { $0.key < $1.key }.map { path, reason in
            "\(path) could not be looked through for secrets (\(reason)); it is handed out only to who asks for it "
                + "with reveal"
        }
        if !unknown.isEmpty {
            warnings.append(
                "Outpost was restarted and does not know the value of \(unknown.joined(separator: ", ")) any more; it "
                    + "is redacted only where it looks like a credential of a known kind"
            )
        }
        if !patterns.ignored.isEmpty {
            warnings.append(
                "\(patterns.ignored.joined(separator: ", ")) has fewer than \(SecretPatterns.shortestValue) bytes and is "
                    + "not redacted; use a longer secret"
            )
        }
        return warnings
    }
}
