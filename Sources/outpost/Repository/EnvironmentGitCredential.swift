internal import OutpostCore

/// The git credential of a run without a server, from this process's environment.
struct EnvironmentGitCredential: GitCredentialSource {
    let environment: [String: String]

    /// What `owner/name` is joined to.
    var baseURL: String {
        guard let named = environment["OUTPOST_GIT_BASE_URL"], UpstreamURL.isValid(named) else {
            return "https://github.com"
        }
        return UpstreamURL.normalised(named)
    }

    /// `OUTPOST_GIT_TOKEN` for the base URL's server, `GITHUB_TOKEN` for github.com; nobody else gets either.
    ///
    /// Over ssh it is the key of `OUTPOST_GIT_SSH_KEY_FILE`.
    ///
    /// - Throws: ``CommandFailure`` for a key that cannot be used.
    func credential(for url: String) throws -> GitCredential? {
        let server = GitServer(url: url)
        if server?.scheme == "ssh" { return try sshKey().map { .key($0) } }
        if server == GitServer(url: baseURL), let token = value("OUTPOST_GIT_TOKEN") {
            return GitCredential(password: token)
        }
        guard server == GitServer(url: "https://github.com") else { return nil }
        return value("GITHUB_TOKEN").map { GitCredential(password: $0) }
    }

    /// Where the forge of the base URL opens pull requests, if not at the usual place.
    var forgeAPIURL: String? {
        value(ServeKey.forgeAPIURL.variable).flatMap { UpstreamURL.isValid($0) ? UpstreamURL.normalised($0) : nil }
    }

    func credential(host: String, tenant: String) async throws -> GitCredential? {
        if host.hasPrefix(GitHost.sshPrefix) { return try sshKey().map { .key($0) } }
        return try credential(for: "https://\(host)") ?? credential(for: "http://\(host)")
    }

    private func value(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
