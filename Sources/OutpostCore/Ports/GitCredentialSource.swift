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
