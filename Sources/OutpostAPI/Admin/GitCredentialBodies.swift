/// What may be shown of a git credential; never its token.
package struct GitCredentialBody: Codable, Sendable, Hashable {
    /// The git server, with its port where it is not 443; `ssh://` before it and a port that is not 22 over ssh.
    package var host: String
    /// How often it was set.
    package var version: Int
    /// When it was last set.
    package var updatedAt: APITime
    /// Who set it: a key's id, or `operator`.
    package var updatedBy: String
    /// When a dispatch last took it; absent if none did.
    package var lastUsedAt: APITime?

    package init(host: String, version: Int, updatedAt: APITime, updatedBy: String, lastUsedAt: APITime?) {
        self.host = host
        self.version = version
        self.updatedAt = updatedAt
        self.updatedBy = updatedBy
        self.lastUsedAt = lastUsedAt
    }
}

/// One git credential, as the answer to a request about it.
package struct GitCredentialResponse: Codable, Sendable, Hashable {
    /// The credential.
    package var gitCredential: GitCredentialBody

    package init(gitCredential: GitCredentialBody) {
        self.gitCredential = gitCredential
    }
}

/// `PUT /admin/tenants/:idOrName/git-credentials/:host`.
package struct SetGitCredentialBody: Codable, Sendable, Hashable {
    /// Absent means the one that goes with a token.
    package var username: String?
    /// A token or a password; absent with a key.
    package var token: String?
    /// A private key in OpenSSH's format, without a passphrase; absent with a token.
    package var sshKey: String?
    /// With a key: the host's own keys, in the lines of a `known_hosts` file.
    package var knownHosts: String?

    package init(username: String? = nil, token: String? = nil, sshKey: String? = nil, knownHosts: String? = nil) {
        self.username = username
        self.token = token
        self.sshKey = sshKey
        self.knownHosts = knownHosts
    }
}
