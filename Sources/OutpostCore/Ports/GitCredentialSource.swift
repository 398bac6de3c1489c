/// Gives the credentials with which a tenant reads and writes repositories.
///
/// A value is asked for when a dispatch starts, is handed to its door alone and is kept nowhere.
package protocol GitCredentialSource: Sendable {
    /// The tenant's credential for a git server.
    ///
    /// - Parameters:
    ///   - host: in lower case, with `:port` where it is not the scheme's own.
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
        return try await credential(host: server.host, tenant: tenant)
    }
}

/// What a git server asks for: HTTP Basic authentication.
package struct GitCredential: Sendable, Hashable {
    /// The user's name; `x-access-token` is what GitHub takes with a token.
    package let username: String
    /// The password, or a token.
    package let password: String

    package init(username: String = "x-access-token", password: String) {
        self.username = username
        self.password = password
    }
}
