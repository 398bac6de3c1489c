internal import Foundation

/// The host of a git server, as credentials are kept by it.
package enum GitHost {
    /// What stands before the host of a server that is reached over ssh.
    package static let sshPrefix = "ssh://"

    /// Takes `host`, `host:port` or a URL of either; in lower case, without the port that https has anyway, or ssh where
    /// the text begins with ``sshPrefix``, which stays.
    ///
    /// - Returns: nil when the text is none of these; a URL with a path or a user is none.
    package static func normalised(_ text: String) -> String? {
        if text.hasPrefix(sshPrefix) {
            return normalisedSSH(String(text.dropFirst(sshPrefix.count))).map { sshPrefix + $0 }
        }
        var host = text.lowercased()
        for scheme in ["https://", "http://"] where host.hasPrefix(scheme) {
            host.removeFirst(scheme.count)
            if host.hasSuffix("/") { host.removeLast() }
            break
        }
        return checked(host, without: ":443")
    }

    /// Takes `host` or `host:port`; in lower case, without port 22.
    package static func normalisedSSH(_ text: String) -> String? { checked(text.lowercased(), without: ":22") }

    private static func checked(_ text: String, without port: String) -> String? {
        let host = text.hasSuffix(port) ? String(text.dropLast(port.count)) : text
        let form = /(\[[0-9a-f:.]+\]|[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?)(:[1-9][0-9]{0,4})?/
        guard host.utf8.count <= 255, let match = host.wholeMatch(of: form) else { return nil }
        if let port = match.output.3, !(1...65_535).contains(Int(port.dropFirst()) ?? 0) { return nil }
        return host
    }
}

extension GitCredential {
    /// How it is kept in a secret's value.
    private struct Stored: Codable {
        var username: String?
        var password: String?
        var sshKey: String?
        var knownHosts: String?
    }

    func secretValue() throws -> SecretValue {
        let stored =
            switch self {
            case .basic(let username, let password): Stored(username: username, password: password)
            case .key(let key): Stored(sshKey: key.privateKey, knownHosts: key.knownHosts)
            }
        return SecretValue(String(decoding: try JSONEncoder().encode(stored), as: UTF8.self))
    }

    init?(_ value: SecretValue) {
        guard let stored = try? JSONDecoder().decode(Stored.self, from: Data(value.text.utf8)) else { return nil }
        if let username = stored.username, let password = stored.password {
            self.init(username: username, password: password)
        } else if let key = stored.sshKey {
            self = .key(SSHKey(privateKey: key, knownHosts: stored.knownHosts))
        } else {
            return nil
        }
    }
}
