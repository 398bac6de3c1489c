internal import Foundation
internal import OutpostAPI
internal import OutpostCore
internal import OutpostServer
internal import OutpostStore

extension DirectAdmin {
    func setSecret(_ name: String, _ body: SetSecretBody, tenant: String?) async throws -> SecretBody {
        SecretBody(try await secrets().set(name, to: SecretValue(body.value), tenant: tenant, by: actor))
    }

    func secrets(tenant: String?) async throws -> [SecretBody] {
        try await secrets().secrets(tenant: tenant).map { SecretBody($0) }
    }

    func secret(_ name: String, tenant: String?) async throws -> SecretBody {
        let found = try await secrets().versions(of: name, tenant: tenant)
        return SecretBody(found.secret, versions: found.versions)
    }

    func removeSecret(_ name: String, tenant: String?) async throws -> SecretBody {
        SecretBody(try await secrets().remove(name, tenant: tenant, by: actor))
    }

    func setGitCredential(
        host: String,
        _ body: SetGitCredentialBody,
        tenant: String
    ) async throws -> GitCredentialBody {
        let token = SecretValue(body.token)
        return GitCredentialBody(
            try await secrets().setGitCredential(
                host: host,
                username: body.username,
                token: token,
                tenant: tenant,
                by: actor
            )
        )
    }

    func gitCredentials(tenant: String) async throws -> [GitCredentialBody] {
        try await secrets().gitCredentials(tenant: tenant).map(GitCredentialBody.init)
    }

    func removeGitCredential(host: String, tenant: String) async throws -> GitCredentialBody {
        GitCredentialBody(try await secrets().removeGitCredential(host: host, tenant: tenant, by: actor))
    }

    /// Only these calls need the master key.
    private func secrets() async throws -> SecretService {
        SecretService(vault: try await vault(), identities: database.identities, now: { Date() })
    }

    func vault() async throws -> SecretVault {
        try await SecretVault.open(
            database.secrets,
            with: MasterKeySource(
                dataDirectory: directory.path,
                namedFile: environment[ServeKey.masterKeyFile.variable].flatMap { $0.isEmpty ? nil : $0 },
                environment: environment,
                warn: { Console().note("outpost: " + $0) }
            ),
            instance: try InstallationIdentity.load(in: directory.path).instance.text
        )
    }
}
