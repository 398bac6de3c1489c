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
        let service = try await secrets()
        let refreshes = try await service.refreshes(tenant: tenant)
        return try await service.secrets(tenant: tenant).map { SecretBody($0, refresh: refreshes[$0.reference.name]) }
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
        GitCredentialBody(try await secrets().setGitCredential(host: host, body, tenant: tenant, by: actor))
    }

    func gitCredentials(tenant: String) async throws -> [GitCredentialBody] {
        try await secrets().gitCredentials(tenant: tenant).map(GitCredentialBody.init)
    }

    func removeGitCredential(host: String, tenant: String) async throws -> GitCredentialBody {
        GitCredentialBody(try await secrets().removeGitCredential(host: host, tenant: tenant, by: actor))
    }

    /// Only these calls need the master key.
    private func secrets() async throws -> SecretService {
        SecretService(
            vault: try await vault(),
            identities: database.identities,
            refreshes: database.refreshes,
            now: { Date() }
        )
    }

    func refreshSecret(_ body: RefreshSecretBody) async throws -> SecretRefreshBody {
        guard let source = RefreshRecipe.Source(rawValue: body.source) else {
            throw CommandFailure(.usage, "a secret is refreshed from a command or a file, not from '\(body.source)'")
        }
        return SecretRefreshBody(
            try await secrets().refresh(
                body.name,
                from: RefreshRecipe(source: source, text: body.text, check: body.check),
                every: body.everySeconds,
                tenant: body.tenant,
                by: actor
            )
        )
    }

    func rewrap(_ body: RewrapBody) async throws -> RewrapAnswer {
        try await MasterKeyRotation(keys: keys).answer(try await vault(), newKeyFile: body.newKeyFile, by: actor)
    }

    func vault() async throws -> SecretVault {
        try await SecretVault.open(
            database.secrets,
            with: keys,
            instance: try InstallationIdentity.load(in: directory.path).instance.text
        )
    }

    private var keys: MasterKeySource {
        MasterKeySource(
            dataDirectory: directory.path,
            namedFile: environment[ServeKey.masterKeyFile.variable].flatMap { $0.isEmpty ? nil : $0 },
            environment: environment,
            warn: { Console().note("outpost: " + $0) }
        )
    }
}
