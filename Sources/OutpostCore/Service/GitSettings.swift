/// How the operator lets repositories be reached.
package struct GitSettings: Sendable, Hashable {
    /// What `owner/name` is joined to; credentials may go to it over plain http where it says so.
    package var baseURL: String
    /// The branches that agents may push.
    package var push: PushPolicy
    /// The branches that results may be promoted to; nil for any.
    package var promotion: PushPolicy?
    /// Where mirrors of repositories are kept, a folder a tenant; nil keeps none.
    package var mirrors: String?
    /// Where repositories of this machine may be; none by default.
    package var localFolders: LocalRepositoryFolders
    /// Hosts that the operator named, with `:port` where it is not the scheme's own.
    package var hosts: [String]
    /// Hosts that may be reached over ssh, with `:port` where it is not 22; none by default.
    package var sshHosts: [String]

    package init(
        baseURL: String = "https://github.com",
        push: PushPolicy = PushPolicy(),
        promotion: PushPolicy? = nil,
        mirrors: String? = nil,
        localFolders: LocalRepositoryFolders = LocalRepositoryFolders(),
        hosts: [String] = [],
        sshHosts: [String] = []
    ) {
        self.baseURL = baseURL
        self.push = push
        self.promotion = promotion
        self.mirrors = mirrors
        self.localFolders = localFolders
        self.hosts = hosts
        self.sshHosts = sshHosts
    }

    /// Whether a repository's host may have a private address: it is the base URL's server, or one that was named.
    package func allowsPrivate(_ url: String) -> Bool {
        guard let server = GitServer(url: url) else { return false }
        if server.scheme == "ssh" { return sshHosts.contains(server.host) }
        return server == GitServer(url: baseURL) || hosts.contains(server.host)
    }

    /// Why a repository that is reached over ssh may not be; nil where it may, and for all others.
    package func objectionToSSH(_ url: String) -> String? {
        guard let address = SSHAddress(url), !sshHosts.contains(address.host) else { return nil }
        return "\(address.host) is not reached over ssh; the operator's git_ssh names the hosts that are"
    }
}
