internal import Foundation

/// A repository that is reached over ssh.
///
/// What it is made of goes to ssh, to git and to a shell on the other side, so only characters that none of them gives a
/// meaning are taken, and nothing that could be an option.
package struct SSHAddress: Sendable, Hashable {
    /// Who logs in; forges say `git`.
    package let user: String
    /// In lower case; an IPv6 address without its brackets.
    package let name: String
    /// 22 unless it was named.
    package let port: Int
    /// What the other side's git is given: `/owner/name.git`, or `~user/name.git`.
    package let path: String

    private static let longest = 2048

    /// Reads `ssh://user@host[:port]/path`, or `user@host:path` as git takes it; nil for any other text.
    ///
    /// The path of the second form begins at the root too, whether or not it has a `/`: forges make no difference.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.longest, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        let form = #/ssh://(?<user>[^@/]*)@(?<host>\[[^\]/]*\]|[^:/@\[\]]*)(:(?<port>[0-9]{1,5}))?(?<path>/.*)/#
        let shortForm = #/(?<user>[^@/:]*)@(?<host>[^:/@\[\]]*):(?<path>.*)/#
        if let match = text.wholeMatch(of: form) {
            let port = match.port.map { Int($0) ?? 0 } ?? 22
            self.init(user: match.user, host: match.host, port: port, path: match.path)
        } else if !text.contains("://"), let match = text.wholeMatch(of: shortForm) {
            self.init(user: match.user, host: match.host, port: 22, path: match.path)
        } else {
            return nil
        }
    }

    private init?(user: Substring, host: Substring, port: Int, path: Substring) {
        guard user.wholeMatch(of: /[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}/) != nil, (1...65_535).contains(port),
            let host = GitHost.normalisedSSH(String(host))
        else { return nil }
        var segments = path.split(separator: "/", omittingEmptySubsequences: false)
        while segments.first?.isEmpty == true { segments.removeFirst() }
        while segments.last?.isEmpty == true { segments.removeLast() }
        guard let first = segments.first else { return nil }
        let segmentForm = /[A-Za-z0-9_.+@,=][A-Za-z0-9_.+@,=-]*/
        // Another user's home, as some forges name owners.
        let isHome = first.hasPrefix("~")
        if isHome { segments[0] = first.dropFirst() }
        guard segments.count > (isHome ? 1 : 0),
            segments.allSatisfy({ $0.wholeMatch(of: segmentForm) != nil && $0 != "." && $0 != ".." })
        else { return nil }
        self.user = String(user)
        self.port = port
        name = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        self.path = (isHome ? "~" : "/") + segments.joined(separator: "/")
    }

    /// As it is named in the operator's `git_ssh` and in credentials: with `:port` where it is not 22.
    package var host: String {
        let host = name.contains(":") ? "[\(name)]" : name
        return port == 22 ? host : "\(host):\(port)"
    }

    /// The same in its first form, without a slash at the end.
    package var url: String { "ssh://\(user)@\(host)\(path.hasPrefix("~") ? "/" : "")\(path)" }
}
