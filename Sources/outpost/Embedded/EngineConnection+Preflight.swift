internal import DockerEngine
internal import Logging
internal import OutpostCore
internal import OutpostDocker

extension EngineConnection {
    /// What the engine is worth as a wall.
    func preflight() async throws -> [PreflightFinding] {
        EnginePreflight.findings(info: info, version: try await client.version())
            + [DoorJudge(isShared: sharesFilesystem, trial: .skipped).finding]
    }

    /// - Throws: ``CommandFailure`` when the engine does not have a runtime.
    func check(runtime: String?) throws {
        guard case .refused(let message)? = HostCapacity(info).refusal(ofRuntime: runtime) else { return }
        throw CommandFailure(.usage, message, hint: "docker info shows what the engine has")
    }

    /// Logs what a look at the engine and at the data directory's place on its host found, and refuses a server that is to be strict about it.
    ///
    /// - Throws: ``CommandFailure``.
    func checkForServing(dataDirectory: String, isStrict: Bool, logger: Logger) async throws {
        var findings = try await preflight().filter(\.isBelowBar)
        if let place = await OwnContainer.finding(dataDirectory: dataDirectory, client: client) {
            findings.append(place)
        }
        for finding in findings {
            var metadata: Logger.Metadata = [:]
            if !finding.sources.isEmpty { metadata["sources"] = "\(finding.sources.joined(separator: " "))" }
            if let advice = finding.advice { metadata["remedy"] = "\(advice)" }
            logger.warning("\(finding.check): \(finding.text)", metadata: metadata)
        }
        guard isStrict, !findings.isEmpty else { return }
        throw CommandFailure(
            .infrastructure,
            "the engine is below the bar that 'strict' sets: "
                + findings.map { "\($0.check) (\($0.sources.first ?? $0.text))" }.joined(separator: ", "),
            hint: "outpost doctor says what to do about each; without strict they are logged only"
        )
    }
}
