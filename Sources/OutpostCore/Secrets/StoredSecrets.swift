package import Foundation

/// Secrets for dispatches: the tenant's own, then the operator's that are lent to all, then those of another source.
package struct StoredSecrets: SecretSource {
    private let vault: SecretVault
    private let fallback: any SecretSource
    private let now: @Sendable () -> Date

    /// Who takes a secret for a dispatch, in the audit trail.
    package static let actor = "dispatcher"

    /// - Parameters:
    ///   - vault: the store.
    ///   - fallback: asked for what the store has not.
    ///   - now: the time.
    package init(vault: SecretVault, fallback: any SecretSource, now: @escaping @Sendable () -> Date) {
        self.vault = vault
        self.fallback = fallback
        self.now = now
    }

    /// Finds a secret; one that is stored and cannot be opened is an error, not a reason to look further.
    package func secret(_ name: String, tenant: String) async throws -> String? {
        for owner in [SecretOwner.tenant(tenant), .shared] {
            let reference = SecretReference(owner: owner, name: name)
            if let value = try await vault.value(of: reference, by: Self.actor, at: now()) { return value.text }
        }
        return try await fallback.secret(name, tenant: tenant)
    }

    /// The kept versions of the tenant's own and of the shared secret, and what the other source has.
    package func knownValues(_ name: String, tenant: String) async throws -> [String] {
        var values: [String] = []
        for owner in [SecretOwner.tenant(tenant), .shared] {
            let reference = SecretReference(owner: owner, name: name)
            values += try await vault.keptValues(of: reference, by: Self.actor, at: now()).map(\.text)
        }
        return values + (try await fallback.knownValues(name, tenant: tenant))
    }

    /// Whether there is one, without taking it.
    package func contains(_ name: String, tenant: String) async throws -> Bool {
        for owner in [SecretOwner.tenant(tenant), .shared] {
            if try await vault.contains(SecretReference(owner: owner, name: name)) { return true }
        }
        return try await fallback.contains(name, tenant: tenant)
    }
}

/// Git credentials from the store; no tenant gets another's, and the operator lends none.
package struct StoredGitCredentials: GitCredentialSource {
    private let vault: SecretVault
    private let now: @Sendable () -> Date

    package init(vault: SecretVault, now: @escaping @Sendable () -> Date) {
        self.vault = vault
        self.now = now
    }

    /// The credential for exactly that host; for github.com the tenant's secret `GITHUB_TOKEN` where there is none.
    package func credential(host: String, tenant: String) async throws -> GitCredential? {
        let owner = SecretOwner.tenant(tenant)
        let reference = SecretReference(owner: owner, kind: .git, name: host)
        if let value = try await vault.value(of: reference, by: StoredSecrets.actor, at: now()) {
            guard let credential = GitCredential(value) else { throw SecretError.damaged(reference) }
            return credential
        }
        guard host == "github.com" else { return nil }
        let token = SecretReference(owner: owner, name: "GITHUB_TOKEN")
        let value = try await vault.value(of: token, by: StoredSecrets.actor, at: now())
        return value.map { GitCredential(password: $0.text) }
    }
}
