package import OutpostAPI
package import OutpostCore

extension SecretService {
    /// Stores the credential that a body has: a token, or a key for ssh.
    ///
    /// - Throws: as the two do, and ``InvalidAdministration`` for both or neither.
    package func setGitCredential(
        host: String,
        _ body: SetGitCredentialBody,
        tenant: String,
        by actor: String
    ) async throws -> SecretSummary {
        switch (body.token, body.sshKey) {
        case (let token?, nil) where body.knownHosts == nil:
            return try await setGitCredential(
                host: host,
                username: body.username,
                token: SecretValue(token),
                tenant: tenant,
                by: actor
            )
        case (nil, let key?) where body.username == nil:
            return try await setGitKey(
                host: host,
                key: SecretValue(key),
                knownHosts: body.knownHosts,
                tenant: tenant,
                by: actor
            )
        default:
            let problem = "is required, with or without username; or in its place sshKey, with or without knownHosts"
            throw InvalidAdministration(problems: [.init(field: "token", message: problem)])
        }
    }
}
