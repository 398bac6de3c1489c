internal import Foundation
internal import OutpostCore

/// What `--repo` named.
enum RepositorySource: Sendable, Equatable {
    /// A folder of this machine; its contents go in by value.
    case local(path: String)
    /// A repository over smart HTTP or ssh.
    case remote(url: String)

    /// Reads a path, an http(s) URL, a file URL, `owner/name` below the base URL, or what is reached over ssh.
    ///
    /// - Parameters:
    ///   - text: what was named.
    ///   - gitBaseURL: what `owner/name` is joined to.
    ///   - sshHosts: hosts that may be reached over ssh.
    ///   - isFolder: whether a path is a folder.
    /// - Throws: ``InvalidRequest/repository(_:)``.
    init(
        _ text: String,
        gitBaseURL: String = "https://github.com",
        sshHosts: [String] = [],
        isFolder: (String) -> Bool
    ) throws(InvalidRequest) {
        guard !text.isEmpty else { throw .repository("the repository's name is empty") }
        if text.hasPrefix("http://") || text.hasPrefix("https://") {
            guard UpstreamURL.isValid(text) else {
                throw .repository("'\(text)' is not a repository's URL, or holds credentials")
            }
            self = .remote(url: UpstreamURL.normalised(text))
            return
        }
        if text.hasPrefix("file://") {
            self = try Self.folder(String(text.dropFirst("file://".count)), isFolder)
            return
        }
        if text.hasPrefix(GitHost.sshPrefix) || Self.isSecureShell(text) && !text.contains("://") && !isFolder(text) {
            self = .remote(url: try Self.secureShell(text, sshHosts))
            return
        }
        guard !text.contains("://") else {
            throw .repository("'\(text)' is reached over neither http, https nor ssh, which are the ways there are")
        }
        if !isFolder(text), Self.isOwnerAndName(text) {
            self = .remote(url: "\(gitBaseURL)/\(text).git")
            return
        }
        self = try Self.folder(text, isFolder)
    }

    private static func folder(
        _ path: String,
        _ isFolder: (String) -> Bool
    ) throws(InvalidRequest) -> RepositorySource {
        guard isFolder(path) else { throw .repository("there is no folder '\(path)'") }
        return .local(path: path)
    }

    private static func secureShell(_ text: String, _ hosts: [String]) throws(InvalidRequest) -> String {
        guard let address = SSHAddress(text) else {
            throw .repository(
                "'\(text)' is not ssh://user@host[:port]/path or user@host:path, of letters, digits and _.+@,=- alone"
            )
        }
        guard hosts.contains(address.host) else {
            throw .repository(
                "'\(text)' is reached over ssh, which is closed; OUTPOST_GIT_SSH=\(address.host) opens it, "
                    + "OUTPOST_GIT_SSH_KEY_FILE names the key; or give the https URL"
            )
        }
        return address.url
    }

    private static func isSecureShell(_ text: String) -> Bool {
        guard let at = text.firstIndex(of: "@"), let colon = text.firstIndex(of: ":") else { return false }
        return at < colon
    }

    private static func isOwnerAndName(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2
            && parts.allSatisfy { part in
                !part.isEmpty && part != "." && part != ".." && !part.hasPrefix("~") && !part.hasPrefix("-")
                    && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
            }
    }
}
