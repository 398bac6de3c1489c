internal import Foundation
internal import OutpostDocker
internal import OutpostGateway

/// Judges the proxies that a process or an engine is told to use.
struct ProxyJudge {
    /// Of this process.
    let environment: [String: String]
    /// The engine's own, by the same names; nil where no engine answers.
    let engine: [String: String]?

    private static let names = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"]

    var findings: [PreflightFinding] {
        let ours = objections(environment, of: "") + bypass(environment, of: "")
        let theirs = engine.map { objections($0, of: "the engine's ") + bypass($0, of: "the engine's ") } ?? []
        let all = ours + differing + theirs + alone
        guard all.isEmpty else { return all }
        let named = Self.names.compactMap { name in value(name, environment).map { "\(name) \(Self.shown($0))" } }
        return [finding(.ok, named.isEmpty ? "none" : named.joined(separator: ", "))]
    }

    private func objections(_ variables: [String: String], of whose: String) -> [PreflightFinding] {
        let mend =
            whose.isEmpty
            ? "export NAME=http://proxy.example.com:3128"
            : "correct \"proxies\" in /etc/docker/daemon.json (or the unit's Environment=), then: "
                + "sudo systemctl restart docker"
        return Self.names.compactMap { name in
            guard let url = value(name, variables), let objection = ProxyObjection(url: url) else { return nil }
            let advice = mend.replacing("NAME", with: name)
            switch objection {
            case .malformed:
                return finding(
                    .error,
                    "\(whose)\(name) is not the URL of a proxy: '\(Self.shown(url))'; what goes through it fails",
                    advice
                )
            case .scheme(let scheme):
                guard whose.isEmpty else { return nil }
                return finding(
                    .warning,
                    "\(name) is reached over \(scheme): models may be, and hosts that egress policies allow are not",
                    advice + " (a proxy that speaks plain HTTP)"
                )
            }
        }
    }

    /// Both spellings are read, and programs differ in which one they prefer.
    private var differing: [PreflightFinding] {
        (Self.names + ["NO_PROXY"]).compactMap { name in
            let lower = name.lowercased()
            guard let one = environment[name], let other = environment[lower], one != other, !one.isEmpty,
                !other.isEmpty
            else { return nil }
            return finding(
                .note,
                "\(name) and \(lower) differ; Outpost takes \(lower), other programs may not",
                "export \(name)=\"$\(lower)\""
            )
        }
    }

    private func bypass(_ variables: [String: String], of whose: String) -> [PreflightFinding] {
        guard let text = value("NO_PROXY", variables) else { return [] }
        let entries = text.split { $0 == "," || $0.isWhitespace }.map(String.init)
        if let url = entries.first(where: { $0.contains("://") }) {
            return [
                finding(
                    .warning,
                    "\(whose)NO_PROXY has a URL, which means nothing there: '\(Self.shown(url))'",
                    "name the host alone, such as: export NO_PROXY=localhost,127.0.0.1,.example.com"
                )
            ]
        }
        guard whose.isEmpty, let range = entries.first(where: { $0.contains("/") }) else { return [] }
        return [
            finding(
                .note,
                "NO_PROXY has a range of addresses, '\(range)': egress policies know names and single addresses only",
                "name the hosts, such as: export NO_PROXY=localhost,127.0.0.1,.example.com"
            )
        ]
    }

    /// An engine without a proxy fetches nothing where this process needs one.
    private var alone: [PreflightFinding] {
        guard let engine, engine.isEmpty, let ours = value("HTTPS_PROXY", environment) else { return [] }
        return [
            finding(
                .note,
                "this process has a proxy and the engine has none: it fetches base images directly",
                "add \"proxies\": {\"https-proxy\": \"\(Self.shown(ours))\"} to /etc/docker/daemon.json, then: "
                    + "sudo systemctl restart docker"
            )
        ]
    }

    private func value(_ name: String, _ variables: [String: String]) -> String? {
        [variables[name.lowercased()], variables[name]].compactMap(\.self).first { !$0.isEmpty }
    }

    /// A proxy's URL without its user and password.
    static func shown(_ url: String) -> String {
        guard let at = url.lastIndex(of: "@") else { return url }
        let scheme = url.range(of: "://").map { url[..<$0.upperBound] } ?? ""
        return scheme + "…" + url[at...]
    }

    private func finding(_ level: PreflightFinding.Level, _ text: String, _ advice: String? = nil) -> PreflightFinding {
        PreflightFinding("proxies", in: .network, level, text, advice: advice)
    }
}
