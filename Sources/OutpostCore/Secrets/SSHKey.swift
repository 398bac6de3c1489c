internal import Foundation

/// What opens repositories over ssh.
package struct SSHKey: Sendable, Hashable {
    /// In OpenSSH's own format, without a passphrase, and with a newline at its end.
    package let privateKey: String
    /// The keys of its host, in the lines of a `known_hosts` file; nil leaves them to the operator's file.
    package let knownHosts: String?

    private static let begin = "-----BEGIN OPENSSH PRIVATE KEY-----"
    private static let end = "-----END OPENSSH PRIVATE KEY-----"
    private static let magic = Array("openssh-key-v1\u{0}".utf8)

    /// - Parameters:
    ///   - privateKey: one that ``objection(toKey:)`` takes.
    ///   - knownHosts: lines that ``objection(toKnownHosts:)`` takes.
    package init(privateKey: String, knownHosts: String? = nil) {
        self.privateKey = Self.lines(privateKey)
        self.knownHosts = knownHosts.map(Self.lines)
    }

    /// The base64 within the block.
    var body: String { Self.body(of: privateKey) ?? privateKey }

    /// Why a text is no key that can be used, with the way out; nil where it is one.
    package static func objection(toKey text: String) -> String? {
        guard let body = body(of: text) else {
            if isPublic(text) { return "is the public half of a key; give the private one, the file without .pub" }
            return
                "is not a private key in OpenSSH's format; ssh-keygen -p -N '' -f COPY rewrites a copy of another's file"
        }
        guard let bytes = Data(base64Encoded: body).map(Array.init), bytes.starts(with: magic),
            bytes.count > magic.count + 4
        else { return "is damaged: it is not what ssh-keygen writes" }
        // The cipher's name: its length, then its letters.
        let length = bytes[magic.count..<magic.count + 4].reduce(0) { $0 << 8 | Int($1) }
        guard bytes.dropFirst(magic.count + 4).prefix(length).elementsEqual("none".utf8) else {
            return "has a passphrase, which nobody is there to type; make a key of its own "
                + "(ssh-keygen -t ed25519 -N '' -f KEY), or take it off a copy (ssh-keygen -p -N '' -f COPY)"
        }
        return nil
    }

    /// Why a text is nothing that ssh finds a host's key in; nil where it is.
    package static func objection(toKnownHosts text: String) -> String? {
        let rows = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }
        let isSound =
            !rows.isEmpty && !text.utf8.contains(0)
            && rows.allSatisfy { $0.split(separator: " ").count >= 3 }
        return isSound
            ? nil : "is not in the format of known_hosts: 'host type key' in each line, as ssh-keyscan prints it"
    }

    /// Whether a text is what ssh-keygen writes into a `.pub` file.
    private static func isPublic(_ text: String) -> Bool {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count >= 2, Data(base64Encoded: String(words[1])) != nil else { return false }
        return ["ssh-", "ecdsa-", "sk-"].contains { words[0].hasPrefix($0) }
    }

    private static func body(of text: String) -> String? {
        let rows = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard rows.hasPrefix(begin), rows.hasSuffix(end) else { return nil }
        return rows.dropFirst(begin.count).dropLast(end.count).filter { $0 != " " }
    }

    /// ssh-add wants the last line to end, and no carriage returns.
    private static func lines(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).map { $0 + "\n" }.joined()
    }
}
