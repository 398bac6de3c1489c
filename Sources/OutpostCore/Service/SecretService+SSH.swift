extension SecretService {
    /// Stores a tenant's key for a git server that is reached over ssh, in place of the one that was there.
    ///
    /// - Parameters:
    ///   - host: `host` or `host:port`, with or without ``GitHost/sshPrefix``.
    ///   - key: in OpenSSH's format, without a passphrase.
    ///   - knownHosts: the host's own keys; nil leaves them to the operator's file.
    ///   - tenant: the tenant's id or name.
    ///   - actor: the id of the key that asks, or ``AdminService/commandLineActor``.
    /// - Returns: what may be shown of it; its name begins with ``GitHost/sshPrefix``.
    /// - Throws: ``InvalidAdministration``, ``IdentityError/unknownTenant(_:)``, ``SecretError``.
    package func setGitKey(
        host: String,
        key: SecretValue,
        knownHosts: String?,
        tenant: String,
        by actor: String
    ) async throws -> SecretSummary {
        var check = AdministrationCheck()
        let bare = host.hasPrefix(GitHost.sshPrefix) ? String(host.dropFirst(GitHost.sshPrefix.count)) : host
        let name = GitHost.normalisedSSH(bare)
        if name == nil { check.refuse("host", "must be a host, such as git.example.com or git.example.com:2222") }
        if let problem = key.problem ?? SSHKey.objection(toKey: key.text) { check.refuse("sshKey", problem) }
        if let knownHosts {
            if let problem = SSHKey.objection(toKnownHosts: knownHosts) {
                check.refuse("knownHosts", problem)
            } else if let name, !KnownHosts(knownHosts).mayHold(name) {
                check.refuse("knownHosts", KnownHosts.objection(without: name))
            }
        }
        let value = try GitCredential.key(SSHKey(privateKey: key.text, knownHosts: knownHosts)).secretValue()
        if let problem = value.problem { check.refuse("knownHosts", problem) }
        try check.finish()
        return try await store(value, as: GitHost.sshPrefix + (name ?? bare), tenant, actor)
    }
}
