internal import DockerEngine
internal import OutpostDocker

/// Judges whether there is an engine, and which one.
struct EngineReach {
    let facts: EngineFacts

    /// The name that all findings of it have.
    private static let check = "connection"

    /// A finding about the engine that is used, or one for each place where it could have been.
    var findings: [PreflightFinding] {
        if let problem = facts.choiceProblem {
            return [
                PreflightFinding(
                    Self.check,
                    .error,
                    problem,
                    advice: "docker context ls shows what can be chosen; to take the usual socket: "
                        + "unset OUTPOST_DOCKER_HOST DOCKER_HOST DOCKER_CONTEXT && docker context use default"
                )
            ] + others
        }
        guard let used = facts.used else { return missing + others }
        if let silence = facts.silence { return [silent(used, silence.description)] + others }
        return [found(used)] + passedOver(before: used) + others
    }

    /// How a command without an engine ends; nil where there is one.
    var failure: CommandStatus? {
        if facts.used != nil { return facts.silence == nil ? nil : .engineHangs }
        return facts.attempts.contains { $0.outcome == .silent } ? .engineHangs : .noEngine
    }

    private func found(_ used: EngineAttempt) -> PreflightFinding {
        guard let engine = facts.engine else { return silent(used, "it says nothing of itself") }
        let info = engine.connection.info
        let kind = EngineFlavour(used.candidate, info: info)
        return PreflightFinding(
            Self.check,
            .ok,
            "\(kind.name) \(info.serverVersion) at \(used.candidate.endpoint), by \(used.candidate.source)"
        )
    }

    /// A socket of somebody's choice, or the usual one, that is there and was of no use.
    private func passedOver(before used: EngineAttempt) -> [PreflightFinding] {
        facts.attempts.prefix { $0 != used }.filter { $0.outcome != .absent }.map {
            finding($0, .warning, before: "passed over for \(used.candidate.endpoint): ")
        }
    }

    private var others: [PreflightFinding] {
        guard !facts.others.isEmpty else { return [] }
        let names = facts.others.map { "\($0.candidate.endpoint) (\($0.candidate.source))" }
        return [
            PreflightFinding(
                "other engines",
                .ok,
                "not used: \(names.joined(separator: ", ")); DOCKER_HOST chooses"
            )
        ]
    }

    private var missing: [PreflightFinding] {
        let there = facts.attempts.filter { $0.outcome != .absent }
        guard there.isEmpty, let first = facts.attempts.first else { return there.map { finding($0, .error) } }
        guard facts.attempts.count > 1 else { return [finding(first, .error)] }
        let places = facts.attempts.map(\.candidate.endpoint.description).joined(separator: ", ")
        return [
            PreflightFinding(
                Self.check,
                .error,
                "there is no engine: none of these sockets exists: \(places)",
                advice: EngineFlavour(first.candidate).start + "; where Docker is not installed: "
                    + "curl -fsSL https://get.docker.com | sudo sh"
            )
        ]
    }

    private func silent(_ attempt: EngineAttempt, _ words: String) -> PreflightFinding {
        PreflightFinding(
            Self.check,
            .error,
            "\(attempt.candidate.endpoint) (\(attempt.candidate.source)) hangs: \(words)",
            advice: EngineFlavour(attempt.candidate).restart
        )
    }

    private func finding(
        _ attempt: EngineAttempt,
        _ level: PreflightFinding.Level,
        before: String = ""
    ) -> PreflightFinding {
        let flavour = EngineFlavour(attempt.candidate)
        let place = before + "\(attempt.candidate.endpoint) (\(attempt.candidate.source)) "
        switch attempt.outcome {
        case .absent:
            return PreflightFinding(Self.check, level, place + "does not exist", advice: flavour.start)
        case .denied(let owner, let group):
            let whose = owner.isEmpty ? "" : "; it is \(owner)'s, of the group \(group)"
            return PreflightFinding(
                Self.check,
                level,
                place + "may not be opened by this user" + whose,
                advice: flavour.permission(group: group)
            )
        case .refused(let detail):
            return PreflightFinding(
                Self.check,
                level,
                place + "is there, and no engine listens: \(detail)",
                advice: flavour.start
            )
        case .silent:
            return PreflightFinding(
                Self.check,
                level,
                place + "accepts connections and does not answer",
                advice: flavour.restart
            )
        case .foreign(let detail):
            return PreflightFinding(
                Self.check,
                level,
                place + "is no Docker Engine: \(detail)",
                advice: "name the engine's own socket: export DOCKER_HOST=unix:///var/run/docker.sock"
            )
        case .old(let version):
            let old = EnginePreflight.tooOld(version)
            return PreflightFinding(Self.check, level, place + "is too old: " + old.text, advice: old.advice)
        case .answers:
            return PreflightFinding(Self.check, .ok, place + "answers")
        }
    }
}
