internal import OutpostAPI
internal import OutpostCore
internal import OutpostServer

extension LocalAdministration {
    /// The local administration of a server over its secret store.
    init(vault: SecretVault, keys: MasterKeySource) {
        self.init { file, actor in
            do {
                return try await MasterKeyRotation(keys: keys).answer(vault, newKeyFile: file, by: actor)
            } catch {
                guard let failure = CommandFailure.wrapping(error) as? CommandFailure else { throw error }
                throw LocalFailure(message: failure.message + (failure.hint.map { "; \($0)" } ?? ""))
            }
        }
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
