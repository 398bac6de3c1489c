internal import Foundation

/// The host of a git server, as credentials are kept by it.
package enum GitHost {
    /// Takes `host`, `host:port` or a URL of either; in lower case, without the port that https has anyway.
    ///
    /// - Returns: nil when the text is none of these; a URL with a path or a user is none.
    package static func normalised(_ text: String) -> String? {
        var host = text.lowercased()
        for scheme in ["https://", "http://"] where host.hasPrefix(scheme) {
            host.removeFirst(scheme.count)
            if host.hasSuffix("/") { host.removeLast() }
            break
        }
        if host.hasSuffix(":443") { host.removeLast(":443".count) }
        let form = /(\[[0-9a-f:.]+\]|[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?)(:[0-9]{1,5})?/
        guard host.utf8.count <= 255, host.wholeMatch(of: form) != nil else { return nil }
        return host
    }
}

extension GitCredential {
    /// How it is kept in a secret's value.
    private struct Stored: Codable {
        let username: String
        let password: String
    }

    func secretValue() throws -> SecretValue {
        let stored = try JSONEncoder().encode(Stored(username: username, password: password))
        return SecretValue(String(decoding: stored, as: UTF8.self))
    }

    init?(_ value: SecretValue) {
        guard let stored = try? JSONDecoder().decode(Stored.self, from: Data(value.text.utf8)) else { return nil }
        self.init(username: stored.username, password: stored.password)
    }
}
