/// Gives the credentials with which a tenant reads and writes repositories.
///
/// A value is asked for when a dispatch starts, is handed to its door alone and is kept nowhere.
package protocol GitCredentialSource: Sendable {
    /// The tenant's credential for a git server.
    ///
    /// - Parameters:
    ///   - host: in lower case, with `:port` where it is not the scheme's own, and with `ssh://` before it where the
    ///     repository is reached over ssh.
    ///   - tenant: whose.
    /// - Returns: nil when there is none.
    /// - Throws: when the store cannot be read.
    func credential(host: String, tenant: String) async throws -> GitCredential?
}

extension GitCredentialSource {
    /// The tenant's credential for a repository; nil also where it would travel in the clear to a server that the
    /// operator did not name.
    ///
    /// - Parameters:
    ///   - url: of the repository.
    ///   - base: the operator's own server, to which it may go over plain http.
    ///   - tenant: whose.
    /// - Returns: nil when there is none, or none that may be sent.
    /// - Throws: when the store cannot be read.
    func credential(for url: String, base: String, tenant: String) async throws -> GitCredential? {
        guard let server = GitServer(url: url), server.mayHaveCredential(base: GitServer(url: base)) else { return nil }
        return try await credential(host: server.credentialName, tenant: tenant)
    }
}

/// What a git server asks for.
package enum GitCredential: Sendable, Hashable {
    /// HTTP Basic authentication; the password may be a token.
    case basic(username: String, password: String)
    /// Over ssh.
    case key(SSHKey)

    /// - Parameters:
    ///   - username: the user's name; `x-access-token` is what GitHub takes with a token.
    ///   - password: the password, or a token.
    package init(username: String = "x-access-token", password: String) {
        self = .basic(username: username, password: password)
    }

    /// The password or token; nil over ssh.
    package var password: String? {
        if case .basic(_, let password) = self { password } else { nil }
    }

    /// The key; nil over http and https.
    package var key: SSHKey? {
        if case .key(let key) = self { key } else { nil }
    }

    /// What nobody may see of it.
    var secret: String {
        switch self {
        case .basic(_, let password): password
        case .key(let key): key.body
        }
    }
}
