internal import OutpostAPI

extension ServerAdmin {
    func setSecret(_ name: String, _ body: SetSecretBody, tenant: String?) async throws -> SecretBody {
        try await send("PUT", Self.secret(name, tenant), body, as: SecretResponse.self).secret
    }

    func secrets(tenant: String?) async throws -> [SecretBody] {
        try await send("GET", Self.secrets(tenant), as: ListBody<SecretBody>.self).items
    }

    func secret(_ name: String, tenant: String?) async throws -> SecretBody {
        try await send("GET", Self.secret(name, tenant), as: SecretResponse.self).secret
    }

    func removeSecret(_ name: String, tenant: String?) async throws -> SecretBody {
        try await send("DELETE", Self.secret(name, tenant), as: SecretResponse.self).secret
    }

    func refreshSecret(_ body: RefreshSecretBody) async throws -> SecretRefreshBody {
        try await send("POST", "/admin/vault/refresh", body, as: SecretRefreshBody.self)
    }

    func rewrap(_ body: RewrapBody) async throws -> RewrapAnswer {
        try await send("POST", "/admin/vault/rewrap", body, as: RewrapAnswer.self, deadline: Self.rewrapDeadline)
    }

    /// Every secret is sealed anew meanwhile, each in a transaction of its own.
    private static let rewrapDeadline = Duration.seconds(1500)

    func setGitCredential(
        host: String,
        _ body: SetGitCredentialBody,
        tenant: String
    ) async throws -> GitCredentialBody {
        try await send("PUT", Self.git(tenant, host), body, as: GitCredentialResponse.self).gitCredential
    }

    func gitCredentials(tenant: String) async throws -> [GitCredentialBody] {
        try await send("GET", Self.git(tenant), as: ListBody<GitCredentialBody>.self).items
    }

    func removeGitCredential(host: String, tenant: String) async throws -> GitCredentialBody {
        try await send("DELETE", Self.git(tenant, host), as: GitCredentialResponse.self).gitCredential
    }

    func promote(_ body: PromoteBody) async throws -> PromotionBody {
        try await send("POST", "/admin/promote", body, as: PromotionBody.self, deadline: Self.pushDeadline)
    }

    /// A repository is fetched and pushed meanwhile.
    private static let pushDeadline = Duration.seconds(1500)

    private static func secrets(_ tenant: String?) -> String {
        tenant.map { "/admin/tenants/\(escaped($0))/secrets" } ?? "/admin/secrets"
    }

    private static func secret(_ name: String, _ tenant: String?) -> String {
        secrets(tenant) + "/" + escaped(name)
    }

    private static func git(_ tenant: String, _ host: String? = nil) -> String {
        "/admin/tenants/\(escaped(tenant))/git-credentials" + (host.map { "/" + escaped($0) } ?? "")
    }
}
