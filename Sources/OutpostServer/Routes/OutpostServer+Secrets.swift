internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension OutpostServer {
    /// Secrets and git credentials below `/admin`: values go in and never come out.
    var secretRoutes: [Route] {
        let (shared, owned) = ("/admin/secrets", "/admin/tenants/{idOrName}/secrets")
        let git = "/admin/tenants/{idOrName}/git-credentials"
        return [
            .administration(.get, shared, .listSharedSecrets, listSecrets),
            .administration(.get, shared + "/{secretName}", .getSharedSecret, getSecret),
            .administration(.put, shared + "/{secretName}", .setSharedSecret, setSecret),
            .administration(.delete, shared + "/{secretName}", .removeSharedSecret, removeSecret),
            .administration(.get, owned, .listSecrets, listSecrets),
            .administration(.get, owned + "/{secretName}", .getSecret, getSecret),
            .administration(.put, owned + "/{secretName}", .setSecret, setSecret),
            .administration(.delete, owned + "/{secretName}", .removeSecret, removeSecret),
            .administration(.get, git, .listGitCredentials, listGitCredentials),
            .administration(.put, git + "/{host}", .setGitCredential, setGitCredential),
            .administration(.delete, git + "/{host}", .removeGitCredential, removeGitCredential),
        ]
    }

    private func listSecrets(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        let found = try await secrets.secrets(tenant: context.tenant)
        let refreshes = try await secrets.refreshes(tenant: context.tenant)
        let items = found.map { SecretBody($0, refresh: refreshes[$0.reference.name]) }
        return try context.answer(ListBody(items: items))
    }

    private func getSecret(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        let found = try await secrets.versions(of: context.parameter("secretName"), tenant: context.tenant)
        return try context.answer(SecretResponse(secret: SecretBody(found.secret, versions: found.versions)))
    }

    private func setSecret(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        var fields = FieldReader(try await object(in: request))
        let value = fields.string("value", isRequired: true)
        fields.warnOfUnknownFields()
        guard fields.problems.isEmpty, let value else { throw APIError(problems: fields.problems) }
        let secret = try await secrets.set(
            context.parameter("secretName"),
            to: SecretValue(value),
            tenant: context.tenant,
            by: caller.actor
        )
        return try context.answer(SecretResponse(secret: SecretBody(secret)), warnings: fields.warnings)
    }

    private func removeSecret(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        let name = context.parameter("secretName")
        let secret = try await secrets.remove(name, tenant: context.tenant, by: caller.actor)
        return try context.answer(SecretResponse(secret: SecretBody(secret)))
    }

    private func listGitCredentials(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        let found = try await secrets.gitCredentials(tenant: context.parameter("idOrName"))
        return try context.answer(ListBody(items: found.map(GitCredentialBody.init)))
    }

    private func setGitCredential(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        var fields = FieldReader(try await object(in: request))
        let body = SetGitCredentialBody(
            username: fields.string("username"),
            token: fields.string("token"),
            sshKey: fields.string("sshKey"),
            knownHosts: fields.string("knownHosts")
        )
        fields.warnOfUnknownFields()
        guard fields.problems.isEmpty else { throw APIError(problems: fields.problems) }
        let credential = try await secrets.setGitCredential(
            host: context.parameter("host"),
            body,
            tenant: context.parameter("idOrName"),
            by: caller.actor
        )
        let answer = GitCredentialResponse(gitCredential: GitCredentialBody(credential))
        return try context.answer(answer, warnings: fields.warnings)
    }

    private func removeGitCredential(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        let credential = try await secrets.removeGitCredential(
            host: context.parameter("host"),
            tenant: context.parameter("idOrName"),
            by: caller.actor
        )
        return try context.answer(GitCredentialResponse(gitCredential: GitCredentialBody(credential)))
    }
}

extension ServerContext {
    /// The tenant that the path names; nil on the routes of what is lent to all.
    fileprivate var tenant: String? { parameters.get("idOrName") == nil ? nil : parameter("idOrName") }
}
