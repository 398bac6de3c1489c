internal import OutpostDocker

/// Judges the keys of agents' models.
struct KeyJudge {
    let keys: [KeyFacts]
    /// Whether providers were to be asked.
    let isOnline: Bool

    var findings: [PreflightFinding] {
        let none =
            keys.isEmpty || keys.contains(where: \.isThere)
            ? []
            : [
                PreflightFinding(
                    "keys",
                    in: .credentials,
                    .warning,
                    "no agent has a key: each run of one ends with status \(CommandStatus.secret.code)",
                    advice: "export \(keys[0].name)=…; to see one work without: outpost demo"
                )
            ]
        return none + keys.map(finding)
    }

    private func finding(_ key: KeyFacts) -> PreflightFinding {
        guard key.isThere else {
            return finding(key, .note, "\(key.name) is neither in the environment nor stored", mend(key))
        }
        if let answer = key.answer { return judged(key, answer) }
        if let objection = key.objection {
            return finding(key, .warning, "\(key.name) in the environment looks wrong: \(objection)", mend(key))
        }
        let unasked =
            isOnline && !key.isInEnvironment ? "; not asked about, as stored values go to dispatches alone" : ""
        return finding(key, .ok, "\(key.name), \(places(key))\(unasked)")
    }

    private func judged(_ key: KeyFacts, _ answer: KeyCall.Answer) -> PreflightFinding {
        switch answer {
        case .accepted: return finding(key, .ok, "\(key.name), \(places(key)); its provider accepts it")
        case .refused(let status):
            let why = key.objection.map { ": \($0)" } ?? ""
            return finding(key, .error, "the provider refuses \(key.name) (status \(status))\(why)", mend(key))
        case .unclear(let status):
            let text = "\(key.name) could not be judged: the provider answers with status \(status)"
            return finding(key, .warning, text, "outpost doctor --online, later; its status page may say more")
        case .unreachable(let reason):
            let text = "the provider of \(key.agent) cannot be reached: \(reason)"
            return finding(
                key,
                .warning,
                text,
                "see network.proxies and network.certificates, and this host's firewall"
            )
        }
    }

    private func mend(_ key: KeyFacts) -> String {
        "export \(key.name)=…, or for a server: outpost secrets set \(key.name) --shared"
    }

    private func places(_ key: KeyFacts) -> String {
        var places: [String] = []
        if key.isInEnvironment { places.append("in the environment") }
        if key.isShared { places.append("stored for all tenants") }
        if !key.tenants.isEmpty { places.append("stored for \(key.tenants.joined(separator: ", "))") }
        return places.joined(separator: " and ")
    }

    private func finding(
        _ key: KeyFacts,
        _ level: PreflightFinding.Level,
        _ text: String,
        _ advice: String? = nil
    ) -> PreflightFinding {
        PreflightFinding(key.agent, in: .credentials, level, text, advice: advice)
    }
}
