internal import Foundation
internal import OutpostCore

/// What a request's `repoUrl` may name.
package struct RepositoryURLPolicy: Sendable, Hashable {
    /// Hosts besides the base URL's, with `:port` where it is not the scheme's own; empty allows any.
    package var hosts: [String]
    /// Whether repositories on this machine are served.
    package var allowsFiles: Bool

    package init(hosts: [String] = [], allowsFiles: Bool = false) {
        self.hosts = hosts
        self.allowsFiles = allowsFiles
    }

    /// Why a URL is refused; nil where it is not.
    func objection(to url: String, base: String) -> String? {
        if url.hasPrefix("file://") { return fileObjection(url) }
        if url.hasPrefix("ssh://") || url.contains("@") && !url.contains("://") {
            return "Repositories are not reached over ssh; give the https URL"
        }
        guard DispatchDecoder.isRepositoryURL(url), let server = GitServer(url: url) else {
            return "Expected an http or https URL without credentials, query and fragment"
        }
        guard hosts.isEmpty || hosts.contains(server.host) || server == GitServer(url: base) else {
            return "Repositories of \(server.host) are not served here; the operator's git_hosts names those that are"
        }
        return nil
    }

    private func fileObjection(_ url: String) -> String? {
        guard allowsFiles else {
            return "Repositories on the server's machine are not served; its git_allow lacks file"
        }
        let path = url.dropFirst("file://".count)
        let parts = path.split(separator: "/")
        guard path.hasPrefix("/"), !parts.isEmpty, !parts.contains(".."), !parts.contains("."),
            path.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), path.utf8.count <= 2048
        else { return "Expected file:// and an absolute path" }
        return nil
    }
}
