internal import Foundation
internal import OutpostCore
internal import OutpostDocker

/// Judges whether a server could listen here, and over what.
struct ListenerJudge {
    let facts: ListenerFacts
    /// Whether a server works in the data directory, which then listens itself.
    let isServing: Bool
    let now: Date

    var findings: [PreflightFinding] { [port] + transport + (facts.tls.map(tls) ?? []) }

    private var port: PreflightFinding {
        let place = "\(facts.host):\(facts.port)"
        let other = "outpost serve --port \(facts.port + 1)"
        switch facts.address {
        case .free: return finding("port", .ok, "\(place) is free")
        case .inUse where isServing:
            return finding("port", .ok, "a server of this data directory runs; \(place) is taken")
        case .inUse:
            let text = "another process listens on \(place), so that outpost serve does not start"
            return finding("port", .warning, text, "sudo ss -ltnp 'sport = :\(facts.port)' names it; or: \(other)")
        case .forbidden:
            let text = "this user may not listen on \(place), so that outpost serve does not start"
            return finding("port", .warning, text, "outpost serve --port 3000, behind a proxy that listens there")
        case .notHere:
            let text = "this machine has no address \(facts.host), so that outpost serve does not start"
            return finding(
                "port",
                .warning,
                text,
                "ip -brief address shows those that it has; outpost serve --host ADDRESS"
            )
        case .unusable(let reason):
            let text = "\(place) cannot be listened on: \(reason)"
            return finding("port", .warning, text, "outpost serve --host 127.0.0.1")
        }
    }

    private var transport: [PreflightFinding] {
        facts.transport.map { [finding("TLS", .error, $0.message, $0.hint ?? "outpost serve --help")] } ?? []
    }

    private func tls(_ tls: ListenerFacts.TLS) -> [PreflightFinding] {
        let mend = "name both, in PEM form: --tls-certificate FILE --tls-key FILE"
        if let problem = tls.problem { return [finding("TLS", .error, problem, mend)] }
        var findings: [PreflightFinding] = []
        if let mode = tls.keyMode, mode & 0o077 != 0 {
            let text = "others can read or write the key \(tls.keyFile), and with it be this server"
            findings.append(finding("TLS", .error, text, "chmod 600 \(ShellWord.quoted(tls.keyFile))"))
        }
        if let until = tls.until, until < now + CertificateJudge.soon {
            let day = until.formatted(.iso8601.year().month().day())
            let isOver = until <= now
            let text = "\(tls.certificateFile) \(isOver ? "expired" : "expires") on \(day); clients refuse it then"
            findings.append(
                finding("TLS", isOver ? .error : .warning, text, "renew it (certbot renew), then restart the server")
            )
        }
        return findings.isEmpty ? [finding("TLS", .ok, tls.certificateFile)] : findings
    }

    private func finding(
        _ check: String,
        _ level: PreflightFinding.Level,
        _ text: String,
        _ advice: String? = nil
    ) -> PreflightFinding {
        PreflightFinding(check, in: .network, level, text, advice: advice)
    }
}
