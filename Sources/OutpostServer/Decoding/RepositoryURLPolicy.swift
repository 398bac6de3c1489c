internal import Foundation
package import OutpostCore

/// What a request's `repoUrl` may name.
package struct RepositoryURLPolicy: Sendable, Hashable {
    /// Hosts besides the base URL's, with `:port` where it is not the scheme's own; empty allows any.
    package var hosts: [String]
    /// Where repositories of this machine are served from; nowhere by default.
    package var localFolders: LocalRepositoryFolders

    /// Hosts that are reached over ssh, with `:port` where it is not 22; none by default.
    package var sshHosts: [String]

    package init(
        hosts: [String] = [],
        localFolders: LocalRepositoryFolders = LocalRepositoryFolders(),
        sshHosts: [String] = []
    ) {
        self.hosts = hosts
        self.localFolders = localFolders
        self.sshHosts = sshHosts
    }

    /// The URL as it is kept: over ssh it has one form.
    func normalised(_ url: String) -> String { SSHAddress(url)?.url ?? url }

    /// Why a URL is refused; nil where it is not.
    func objection(to url: String, base: String, tenant: String) -> String? {
        if url.hasPrefix("file://") { return fileObjection(url, tenant) }
        if url.hasPrefix("ssh://") || url.contains("@") && !url.contains("://") {
            return sshObjection(url)
        }
        guard DispatchDecoder.isRepositoryURL(url), let server = GitServer(url: url) else {
            return "Expected an http or https URL without credentials, query and fragment"
        }
        guard hosts.isEmpty || hosts.contains(server.host) || server == GitServer(url: base) else {
            return
                "Repositories of \(PlainText.excerpt(server.host)) are not served here; the operator's git_hosts names those that are"
        }
        return nil
    }

    private func sshObjection(_ url: String) -> String? {
        guard !sshHosts.isEmpty else {
            return
                "No repository is reached over ssh here; give the https URL, or name its host in the operator's git_ssh"
        }
        guard let address = SSHAddress(url) else {
            return "Expected ssh://user@host[:port]/path or user@host:path, of letters, digits and _.+@,=- alone"
        }
        guard sshHosts.contains(address.host) else {
            return
                "Repositories of \(PlainText.excerpt(address.host)) are not reached over ssh; the operator's git_ssh names those that are"
        }
        return nil
    }

    private func fileObjection(_ url: String, _ tenant: String) -> String? {
        guard !localFolders.isEmpty else {
            return "Repositories on the server's machine are not served; its git_allow names no folder"
        }
        let path = url.dropFirst("file://".count)
        let parts = path.split(separator: "/")
        guard path.hasPrefix("/"), !parts.isEmpty, !parts.contains(".."), !parts.contains("."),
            path.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), path.utf8.count <= 2048
        else { return "Expected file:// and an absolute path" }
        // The same words for what is not there: nobody learns what else this machine has.
        guard localFolders.repository(url, tenant: tenant) != nil else {
            return "There is no such repository in the folders that the operator's git_allow names"
        }
        return nil
    }
}
