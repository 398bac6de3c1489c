internal import OutpostCore
internal import OutpostDocker

/// Judges the keys of agents' models.
struct KeyJudge {
    let keys: [KeyFacts]

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
        return none + keys.flatMap(findings)
    }

    private func findings(_ key: KeyFacts) -> [PreflightFinding] {
        guard key.isThere else {
            return [finding(key, .note, "\(key.name) is neither in the environment nor stored", mend(key))]
        }
        guard key.asked.isEmpty else { return judged(key) }
        if let objection = key.objection {
            return [finding(key, .warning, "\(key.name) in the environment looks wrong: \(objection)", mend(key))]
        }
        let unasked = key.unasked.map { "; not asked about: \($0)" } ?? ""
        return [finding(key, .ok, "\(key.name), \(words(key.places))\(unasked)")]
    }

    /// One finding for all places of which the provider said the same.
    private func judged(_ key: KeyFacts) -> [PreflightFinding] {
        var answers: [KeyCall.Answer] = []
        for asked in key.asked where !answers.contains(asked.answer) { answers.append(asked.answer) }
        let known = answers.map { answer in
            judged(key, answer, at: key.asked.filter { $0.answer == answer }.map(\.place))
        }
        let rest = key.places.filter { place in !key.asked.contains { $0.place == place } }
        guard let reason = key.unasked, !rest.isEmpty else { return known }
        return known + [finding(key, .ok, "\(key.name), \(words(rest)); not asked about: \(reason)")]
    }

    private func judged(_ key: KeyFacts, _ answer: KeyCall.Answer, at places: [KeyFacts.Place]) -> PreflightFinding {
        switch answer {
        case .accepted: return finding(key, .ok, "\(key.name), \(words(places)); its provider accepts it")
        case .refused(let status):
            let why = places.contains(.environment) ? key.objection.map { ": \($0)" } ?? "" : ""
            let text = "the provider refuses \(key.name) (status \(status)), \(words(places))\(why)"
            return finding(key, .error, text, places.map { mend(key, at: $0) }.joined(separator: "; "))
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
        "\(mend(key, at: .environment)), or for a server: \(mend(key, at: .shared))"
    }

    private func mend(_ key: KeyFacts, at place: KeyFacts.Place) -> String {
        switch place {
        case .environment: "export \(key.name)=…"
        case .shared: "outpost secrets set \(key.name) --shared"
        case .tenant(let name): "outpost secrets set \(key.name) --tenant \(ShellWord.quoted(name))"
        }
    }

    private func words(_ places: [KeyFacts.Place]) -> String {
        var words: [String] = []
        if places.contains(.environment) { words.append("in the environment") }
        if places.contains(.shared) { words.append("stored for all tenants") }
        let tenants = places.compactMap { place -> String? in
            guard case .tenant(let name) = place else { return nil }
            return name
        }
        if !tenants.isEmpty { words.append("stored for \(tenants.joined(separator: ", "))") }
        return words.joined(separator: " and ")
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
