internal import Crypto
internal import Foundation

/// The hosts that the lines of a `known_hosts` file have keys of.
struct KnownHosts {
    /// The first column of each line: names with commas between them.
    private let names: [Substring]

    /// - Parameter text: lines that ``SSHKey/objection(toKnownHosts:)`` takes.
    init(_ text: String) {
        names = text.split(whereSeparator: \.isNewline).compactMap { line in
            let words = line.split(separator: " ")
            // `@revoked` holds a key that is to be refused, `@cert-authority` one that vouches for hosts.
            guard let first = words.first, !first.hasPrefix("#"), first != "@revoked" else { return nil }
            return first.hasPrefix("@") ? words.dropFirst().first : first
        }
    }

    /// Whether ssh can find a key of a host there; with a port of its own a host is looked for without it, too.
    ///
    /// - Parameter host: as ``GitHost/normalisedSSH(_:)`` gives it.
    /// - Returns: whether a line has it.
    func mayHold(_ host: String) -> Bool {
        var bare = host
        var wanted = [host]
        if let end = host.lastIndex(of: ":"), !host.hasSuffix("]") {
            bare = String(host[..<end])
            wanted = ["[\(bare)]\(host[end...])"]
        }
        // An IPv6 address stands without its brackets.
        if bare.hasPrefix("[") {
            let inner = bare.dropFirst().dropLast()
            wanted = wanted.map { $0.replacing(bare, with: inner) }
            bare = String(inner)
        }
        wanted.append(bare)
        return names.contains { names in wanted.contains { Self.matches(names, $0) } }
    }

    /// What is wrong with lines that have no key of a host.
    static func objection(without host: String) -> String {
        let colon = host.hasSuffix("]") ? nil : host.lastIndex(of: ":")
        let scan = colon.map { "-p \(host[host.index(after: $0)...]) \(host[..<$0])" } ?? host
        return "has no key of \(host), so no connection would be trusted; 'ssh-keyscan \(scan)' prints its lines"
    }

    private static func matches(_ names: Substring, _ host: String) -> Bool {
        if names.hasPrefix("|1|") { return isDigest(names, of: host) }
        let patterns = names.lowercased().split(separator: ",")
        guard !patterns.contains(where: { $0.hasPrefix("!") && isMatch(host, of: $0.dropFirst()) }) else {
            return false
        }
        return patterns.contains { isMatch(host, of: $0) }
    }

    /// Whether a text is what a pattern with `*` and `?` stands for.
    private static func isMatch(_ text: String, of pattern: Substring) -> Bool {
        var rows: Set<Int> = [0]
        let text = Array(text)
        for mark in pattern {
            switch mark {
            case "*": rows = rows.min().map { Set($0...text.count) } ?? []
            case "?": rows = Set(rows.filter { $0 < text.count }.map { $0 + 1 })
            default: rows = Set(rows.filter { $0 < text.count && text[$0] == mark }.map { $0 + 1 })
            }
        }
        return rows.contains(text.count)
    }

    /// Whether a hidden name, `|1|salt|HMAC-SHA1`, is a host's.
    private static func isDigest(_ name: Substring, of host: String) -> Bool {
        let parts = name.split(separator: "|")
        guard parts.count == 3, let salt = Data(base64Encoded: String(parts[1])),
            let digest = Data(base64Encoded: String(parts[2]))
        else { return false }
        return HMAC<Insecure.SHA1>.isValidAuthenticationCode(
            digest,
            authenticating: Data(host.utf8),
            using: SymmetricKey(data: salt)
        )
    }
}
