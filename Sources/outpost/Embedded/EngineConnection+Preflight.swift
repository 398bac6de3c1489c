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

    /// Logs what a look at the engine found, and refuses a server that is to be strict about it.
    ///
    /// - Throws: ``CommandFailure``.
    func checkForServing(isStrict: Bool, logger: Logger) async throws {
        let findings = try await preflight().filter(\.isBelowBar)
        for finding in findings {
            logger.warning(
                "\(finding.check): \(finding.text)",
                metadata: ["sources": "\(finding.sources.joined(separator: " "))"]
            )
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
