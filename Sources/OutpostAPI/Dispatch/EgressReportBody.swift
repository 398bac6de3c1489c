/// Where a dispatch's container wanted to go besides its model and its repository.
package struct EgressReportBody: Codable, Sendable, Hashable {
    /// `none`, `policy`, `learn` or `internet`.
    package var mode: String
    /// True when it could reach every public host.
    package var weaker: Bool
    /// Distinct hosts, in the order of their first attempts.
    package var hosts: [Host]
    /// Attempts to reach further hosts.
    package var others: Int
    /// True when attempts under an earlier process of the server are missing.
    package var partial: Bool
    /// In learn mode: the command that makes a policy of what was reached.
    package var proposal: String?

    package init(mode: String, weaker: Bool, hosts: [Host], others: Int, partial: Bool, proposal: String?) {
        self.mode = mode
        self.weaker = weaker
        self.hosts = hosts
        self.others = others
        self.partial = partial
        self.proposal = proposal
    }

    /// One host and port.
    package struct Host: Codable, Sendable, Hashable {
        /// `host:port`.
        package var host: String
        /// Connections that were made.
        package var allowed: Int
        /// Attempts that were refused.
        package var refused: Int
        /// Attempts that nobody answered.
        package var failed: Int
        /// Why, as a word for programs.
        package var reason: String?
        /// The command that opens it.
        package var allowWith: String?

        package init(host: String, allowed: Int, refused: Int, failed: Int, reason: String?, allowWith: String?) {
            self.host = host
            self.allowed = allowed
            self.refused = refused
            self.failed = failed
            self.reason = reason
            self.allowWith = allowWith
        }
    }
}
