internal import Foundation
package import OutpostCore

/// What a request's `repoUrl` may name.
package struct RepositoryURLPolicy: Sendable, Hashable {
    /// Hosts besides the base URL's, with `:port` where it is not the scheme's own; empty allows any.
    package var hosts: [String]
    /// Where repositories of this machine are served from; nowhere by default.
    package var localFolders: LocalRepositoryFolders

    package init(hosts: [String] = [], localFolders: LocalRepositoryFolders = LocalRepositoryFolders()) {
        self.hosts = hosts
        self.localFolders = localFolders
    }

    /// Why a URL is refused; nil where it is not.
    func objection(to url: String, base: String, tenant: String) -> String? {
        if url.hasPrefix("file://") { return fileObjection(url, tenant) }
        if url.hasPrefix("ssh://") || url.contains("@") && !url.contains("://") {
            return "Repositories are not reached over ssh; give the https URL"
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
