internal import Foundation
internal import OutpostCore

/// What `--repo` named.
enum RepositorySource: Sendable, Equatable {
    /// A folder of this machine; its contents go in by value.
    case local(path: String)
    /// A smart-HTTP repository.
    case remote(url: String)

    /// Reads a path, an http(s) URL, a file URL, or `owner/name` below the base URL.
    ///
    /// - Throws: ``InvalidRequest/repository(_:)``.
    init(
        _ text: String,
        gitBaseURL: String = "https://github.com",
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
        guard !text.contains("://"), !Self.isSecureShell(text) || isFolder(text) else {
            throw .repository("'\(text)' is not reached over http or https, which is the only way out of a container")
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
