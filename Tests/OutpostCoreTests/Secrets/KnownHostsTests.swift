internal import Testing

@testable internal import OutpostCore

@Suite("The lines of a known_hosts file")
struct KnownHostsTests {
    /// `git.lan`, as `ssh-keygen -H` hides it.
    private static let hidden = "|1|AAECAwQFBgcICQoLDA0ODxAREhM=|oMXVLUPqJL60uMUQmaUhHxl/O4U= ssh-ed25519 AAAA"

    @Test(
        "hold a host by its name, its name and port, a pattern, an address, or hidden",
        arguments: [
            ("git.lan ssh-ed25519 AAAA", "git.lan"), ("a,git.lan ssh-ed25519 AAAA", "git.lan"),
            ("[git.lan]:2222 ssh-ed25519 AAAA", "git.lan:2222"), ("git.lan ssh-ed25519 AAAA", "git.lan:2222"),
            ("*.lan ssh-ed25519 AAAA", "git.lan"), ("g?t.lan ssh-ed25519 AAAA", "git.lan"),
            ("@cert-authority *.lan ssh-ed25519 AAAA", "git.lan"), ("::1 ssh-ed25519 AAAA", "[::1]"),
            ("[::1]:2222 ssh-ed25519 AAAA", "[::1]:2222"), (hidden, "git.lan"),
            ("# other\nother.lan ssh-rsa AAAA\nGit.LAN ssh-ed25519 AAAA\n", "git.lan"),
        ]
    )
    func held(text: String, host: String) {
        #expect(KnownHosts(text).mayHold(host))
    }

    @Test(
        "do not hold another host",
        arguments: [
            ("other.lan ssh-ed25519 AAAA", "git.lan"), ("[git.lan]:2222 ssh-ed25519 AAAA", "git.lan"),
            ("[git.lan]:2222 ssh-ed25519 AAAA", "git.lan:2223"), ("!git.lan,*.lan ssh-ed25519 AAAA", "git.lan"),
            ("@revoked git.lan ssh-ed25519 AAAA", "git.lan"), ("*.lan ssh-ed25519 AAAA", "git.lan.test"),
            (hidden, "other.lan"), ("#git.lan ssh-ed25519 AAAA", "git.lan"),
        ]
    )
    func missing(text: String, host: String) {
        #expect(!KnownHosts(text).mayHold(host))
        #expect(KnownHosts.objection(without: host).contains(host))
    }
}
