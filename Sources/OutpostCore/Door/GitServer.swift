internal import Foundation

/// The server of a repository's URL.
package struct GitServer: Sendable, Hashable {
    /// `http`, `https` or `ssh`.
    package let scheme: String
    /// In lower case, with `:port` where it is not the scheme's own.
    package let host: String
    private let name: String

    /// Reads a URL; nil where it is not an http, https or ssh one with a host.
    package init?(url: String) {
        if let address = SSHAddress(url) {
            (scheme, host, name) = ("ssh", address.host, address.name)
            return
        }
        guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
            let name = parts.host?.lowercased(), !name.isEmpty
        else { return nil }
        let standard = ["http": 80, "https": 443]
        guard let own = standard[scheme] else { return nil }
        self.scheme = scheme
        self.name = name
        host = parts.port.map { $0 == own ? name : "\(name):\($0)" } ?? name
    }

    /// What its credentials are kept under.
    var credentialName: String { scheme == "ssh" ? GitHost.sshPrefix + host : host }

    /// Whether a credential may travel to this server: over TLS or ssh, on this machine, or where the operator's own
    /// base URL says plain http.
    package func mayHaveCredential(base: GitServer?) -> Bool {
        if scheme == "https" || scheme == "ssh" || self == base { return true }
        return LoopbackHost.contains(name)
    }
}
