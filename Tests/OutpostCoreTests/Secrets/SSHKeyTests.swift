internal import Foundation
internal import OutpostCore
internal import Testing

@Suite("A key for ssh")
struct SSHKeyTests {
    /// A block as ssh-keygen writes it, as far as it is looked at.
    private static func block(_ cipher: String, type: String = "OPENSSH", newline: String = "\n") -> String {
        let name = [0, 0, 0, UInt8(cipher.utf8.count)] + Array(cipher.utf8)
        let bytes = Array("openssh-key-v1\u{0}".utf8) + name + Array(repeating: 7, count: 90)
        let lines = Data(bytes).base64EncodedString(options: .lineLength64Characters)
            .split(whereSeparator: \.isNewline).joined(separator: newline)
        let mark = "\(type) PRIVATE " + "KEY-----"
        return ["-----BEGIN " + mark, lines, "-----END " + mark].joined(separator: newline)
    }

    @Test("is taken without a passphrase, and ends its lines as ssh-add wants them")
    func sound() {
        for text in [Self.block("none"), Self.block("none") + "\n", Self.block("none", newline: "\r\n") + "\r\n"] {
            #expect(SSHKey.objection(toKey: text) == nil)
            #expect(SSHKey(privateKey: text).privateKey == Self.block("none") + "\n")
        }
    }

    @Test(
        "is refused with what is wrong",
        arguments: [
            (block("aes256-ctr"), "has a passphrase"), (block("none", type: "RSA"), "OpenSSH's format"),
            ("ssh-ed25519 AAAA me@here\n", "public half of a key"), ("", "OpenSSH's format"),
            (block("none").replacing("b3Bl", with: "AAAA"), "is damaged"),
        ]
    )
    func refused(text: String, words: String) throws {
        let objection = try #require(SSHKey.objection(toKey: text))
        #expect(objection.contains(words))
    }

    @Test("comes with its host's keys in the lines of known_hosts, or with none")
    func knownHosts() {
        #expect(SSHKey.objection(toKnownHosts: "# comment\n[git.lan]:2222 ssh-ed25519 AAAA\n") == nil)
        for text in ["", "# comment\n", "ssh-ed25519 AAAA", "git.lan ssh-ed25519 AAAA\nnonsense"] {
            #expect(SSHKey.objection(toKnownHosts: text) != nil)
        }
    }
}
