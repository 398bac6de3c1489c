internal import Foundation
internal import OutpostAPI

extension DispatchDecoder {
    /// The repository's URL, from `repo` or `repoUrl`.
    func repository(_ fields: inout FieldReader) -> String? {
        let repo = fields.string("repo")
        let url = fields.string("repoUrl", aliases: ["repo_url"])
        if repo != nil, url != nil {
            fields.refuse("repoUrl", "Give repo or repoUrl, not both")
            return nil
        }
        if let repo {
            guard Self.isOwnerAndName(repo) else {
                fields.refuse("repo", "Invalid repository format (owner/repo)")
                return nil
            }
            return gitBaseURL + "/" + repo
        }
        guard let url else { return nil }
        if let objection = gitPolicy.objection(to: url, base: gitBaseURL, tenant: tenant) {
            fields.refuse("repoUrl", objection)
            return nil
        }
        return gitPolicy.normalised(url)
    }

    /// `^[a-zA-Z0-9_-]+/[a-zA-Z0-9_.-]+$`, and not a way out of the folder.
    static func isOwnerAndName(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 255 else { return false }
        let (owner, name) = (parts[0], parts[1])
        guard !owner.isEmpty, !name.isEmpty, name != ".", name != ".." else { return false }
        return owner.utf8.allSatisfy { isWordByte($0) || $0 == UInt8(ascii: "-") }
            && name.utf8.allSatisfy { isWordByte($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Whether the text is a URL that can be handed to git as it is.
    static func isRepositoryURL(_ text: String) -> Bool {
        guard text.utf8.count <= 2048, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }),
            let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            scheme == "http" || scheme == "https", let host = parts.host, !host.isEmpty,
            parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil
        else { return false }
        let path = parts.path.split(separator: "/")
        return !path.isEmpty && !path.contains("..") && !path.contains(".")
    }
}
