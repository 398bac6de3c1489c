internal import OutpostAPI
internal import OutpostCore
internal import OutpostServer

extension LocalAdministration {
    /// The local administration of a server over its secret store and its engine.
    init(vault: SecretVault, keys: MasterKeySource, engineWatch: EngineWatch) {
        self.init(
            rewrap: { file, actor in
                try await Self.telling {
                    try await MasterKeyRotation(keys: keys).answer(vault, newKeyFile: file, by: actor)
                }
            },
            acceptEngine: { actor in try await Self.telling { try await engineWatch.answer(by: actor) } }
        )
    }

    private static func telling<Answer>(_ body: () async throws -> Answer) async throws -> Answer {
        do {
            return try await body()
        } catch {
            guard let failure = CommandFailure.wrapping(error) as? CommandFailure else { throw error }
            throw LocalFailure(message: failure.message + (failure.hint.map { "; \($0)" } ?? ""))
        }
    }
}

extension EngineWatch {
    /// The change of engines as it stands on the wire.
    func answer(by actor: String) async throws -> EngineAnswer {
        let (engine, previous) = try await accept(by: actor)
        return EngineAnswer(engine: engine.description, previous: previous?.description)
    }
}

extension MasterKeyRotation {
    /// The rotation as it stands on the wire.
    func answer(_ vault: SecretVault, newKeyFile: String?, by actor: String) async throws -> RewrapAnswer {
        let (report, advice) = try await run(vault, newKeyFile: newKeyFile, by: actor)
        return RewrapAnswer(
            masterKey: report.masterKey,
            owners: report.owners,
            secrets: report.secrets,
            advice: advice
        )
    }
}
