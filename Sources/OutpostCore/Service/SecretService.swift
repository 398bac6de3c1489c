package import Foundation

/// Secrets and git credentials, as their administrator handles them: the same for the command line and for HTTP.
///
/// Values go in and never come out. Every change leaves a row in the audit trail.
package struct SecretService: Sendable {
    private let vault: SecretVault
    private let identities: any IdentityStore
    let refreshes: (any RefreshStore)?
    let now: @Sendable () -> Date

    /// - Parameters:
    ///   - vault: the store.
    ///   - identities: finds tenants.
    ///   - refreshes: keeps which secrets are refreshed; nil where none are.
    ///   - now: the time.
    package init(
        vault: SecretVault,
        identities: any IdentityStore,
        refreshes: (any RefreshStore)? = nil,
        now: @escaping @Sendable () -> Date
    ) {
        self.refreshes = refreshes
        self.vault = vault
        self.identities = identities
        self.now = now
    }

    /// Stores a secret's new version; a refresh that it had ends.
    ///
    /// - Parameters:
    ///   - name: a variable's name that an agent may have.
    ///   - value: see ``SecretValue/problem``.
    ///   - tenant: the tenant's id or name; nil lends the secret to all tenants.
    ///   - actor: the id of the key that asks, or ``AdminService/commandLineActor``.
    /// - Returns: what may be shown of it.
    /// - Throws: ``InvalidAdministration``, ``IdentityError/unknownTenant(_:)``, ``SecretError``.
    package func set(
        _ name: String,
        to value: SecretValue,
        tenant: String?,
        by actor: String
    ) async throws -> SecretSummary {
        var check = AdministrationCheck()
        if !EnvironmentName.isAllowed(name) { check.refuse("name", "that name is reserved or malformed") }
        if let problem = value.problem { check.refuse("value", problem) }
        try check.finish()
        let reference = SecretReference(owner: try await owner(tenant), name: name)
        let secret = try await vault.set(value, for: reference, by: actor, at: now())
        // What was set by hand is not to be replaced by what an old recipe gives.
        try await refreshes?.end(reference)
        return secret
    }

    /// A tenant's secrets by name, or those that are lent to all.
    package func secrets(tenant: String?) async throws -> [SecretSummary] {
        try await vault.list(try await owner(tenant), kind: .environment)
    }

    /// A secret and its versions, the newest first.
    ///
    /// - Throws: ``IdentityError/unknownTenant(_:)``, ``SecretError/unknown(_:)``.
    package func versions(
        of name: String,
        tenant: String?
    ) async throws -> (secret: SecretSummary, versions: [SecretVersionSummary]) {
        try await vault.versions(of: SecretReference(owner: try await owner(tenant), name: name))
    }

    /// Removes a secret with all its versions and its refresh.
    ///
    /// - Throws: ``IdentityError/unknownTenant(_:)``, ``SecretError/unknown(_:)``.
    package func remove(_ name: String, tenant: String?, by actor: String) async throws -> SecretSummary {
        let reference = SecretReference(owner: try await owner(tenant), name: name)
        return try await vault.remove(reference, by: actor, at: now())
    }

    /// Stores a tenant's credential for a git server, in place of the one that was there.
    ///
    /// - Parameters:
    ///   - host: see ``GitHost/normalised(_:)``.
    ///   - username: nil means the one that goes with a token.
    ///   - token: a token or a password.
    ///   - tenant: the tenant's id or name.
    ///   - actor: the id of the key that asks, or ``AdminService/commandLineActor``.
    /// - Returns: what may be shown of it.
    /// - Throws: ``InvalidAdministration``, ``IdentityError/unknownTenant(_:)``, ``SecretError``.
    package func setGitCredential(
        host: String,
        username: String?,
        token: SecretValue,
        tenant: String,
        by actor: String
    ) async throws -> SecretSummary {
        var check = AdministrationCheck()
        let name = GitHost.normalised(host)
        if name == nil { check.refuse("host", "must be a host, such as git.example.com or git.example.com:8443") }
        if let username, !Self.isUsername(username) {
            check.refuse("username", "must be 1 to 255 characters without ':' or control characters")
        }
        if name?.hasPrefix(GitHost.sshPrefix) == true {
            check.refuse("token", "is nothing that ssh takes; give a key, or leave out ssh://")
        }
        if let problem = token.problem { check.refuse("token", problem) }
        if Self.hasControls(token.text) { check.refuse("token", "must not contain control characters") }
        try check.finish()
        let credential =
            username.map { GitCredential(username: $0, password: token.text) } ?? GitCredential(password: token.text)
        return try await store(try credential.secretValue(), as: name ?? host, tenant, actor)
    }

    /// Stores a git credential that was looked at.
    func store(_ value: SecretValue, as name: String, _ tenant: String, _ actor: String) async throws -> SecretSummary {
        let reference = SecretReference(owner: try await owner(tenant), kind: .git, name: name)
        return try await vault.set(value, for: reference, by: actor, at: now())
    }

    /// A tenant's git credentials, by host.
    package func gitCredentials(tenant: String) async throws -> [SecretSummary] {
        try await vault.list(try await owner(tenant), kind: .git)
    }

    /// Removes a tenant's credential for a git server.
    ///
    /// - Throws: ``IdentityError/unknownTenant(_:)``, ``SecretError/unknown(_:)``.
    package func removeGitCredential(host: String, tenant: String, by actor: String) async throws -> SecretSummary {
        let owner = try await owner(tenant)
        let name = GitHost.normalised(host) ?? host
        do {
            return try await vault.remove(SecretReference(owner: owner, kind: .git, name: name), by: actor, at: now())
        } catch let error as SecretError {
            // A key was stored by its host alone, and is listed with what stands before it.
            guard case .unknown = error, let bare = GitHost.normalisedSSH(host) else { throw error }
            let key = SecretReference(owner: owner, kind: .git, name: GitHost.sshPrefix + bare)
            do {
                return try await vault.remove(key, by: actor, at: now())
            } catch SecretError.unknown {
                throw error
            }
        }
    }

    func owner(_ tenant: String?) async throws -> SecretOwner {
        guard let tenant else { return .shared }
        guard let known = try await identities.tenant(tenant) else { throw IdentityError.unknownTenant(tenant) }
        return .tenant(known.id)
    }

    private static func isUsername(_ text: String) -> Bool {
        (1...255).contains(text.unicodeScalars.count) && !text.contains(":") && !hasControls(text)
    }

    private static func hasControls(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
