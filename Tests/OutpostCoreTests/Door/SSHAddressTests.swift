internal import OutpostCore
internal import Testing

@Suite("The address of a repository over ssh")
struct SSHAddressTests {
    @Test(
        "has one form, whichever it was given in",
        arguments: [
            ("ssh://git@Git.Example.com/owner/name.git", "ssh://git@git.example.com/owner/name.git"),
            ("git@git.example.com:owner/name.git", "ssh://git@git.example.com/owner/name.git"),
            ("git@git.example.com:/srv/git/name", "ssh://git@git.example.com/srv/git/name"),
            ("ssh://git@git.example.com:22/name/", "ssh://git@git.example.com/name"),
            ("ssh://me_1@git.lan:2222//srv/a+b@c,d=e", "ssh://me_1@git.lan:2222/srv/a+b@c,d=e"),
            ("ssh://git@[::1]:2222/name", "ssh://git@[::1]:2222/name"),
            ("git@git.sr.ht:~owner/name", "ssh://git@git.sr.ht/~owner/name"),
        ]
    )
    func sound(text: String, url: String) throws {
        let address = try #require(SSHAddress(text))
        #expect(address.url == url)
        #expect(SSHAddress(address.url) == address)
        #expect(GitServer(url: url)?.host == address.host)
    }

    @Test("has what ssh, git and the setting need of it")
    func parts() throws {
        let address = try #require(SSHAddress("ssh://git@git.lan:2222/srv/name.git"))
        #expect((address.user, address.name, address.port) == ("git", "git.lan", 2222))
        #expect((address.path, address.host) == ("/srv/name.git", "git.lan:2222"))
        #expect(SSHAddress("git@git.sr.ht:~owner/name")?.path == "~owner/name")
        #expect(SSHAddress("ssh://git@[::1]/name")?.name == "::1")
    }

    @Test(
        "is none where it could be an option, a command, or something that is put in its place",
        arguments: [
            "", "ssh://", "ssh://host/path", "ssh://git@host", "ssh://git@host/", "git@host:", "git@:path",
            "@host:path",
            "ssh://-oProxyCommand=id@host/path", "-oProxyCommand=id@host:path", "ssh://git@-oProxyCommand=id/path",
            "git@-host:path", "git@host-:path", "git@host:-path", "git@host:a/-b", "ssh://git@host/-path",
            "git@host:a b", "git@host:a\tb", "git@host:a\nb", "git@host:a\u{0}b", "git@host:a'b", "git@host:a\"b",
            "git@host:a;id", "git@host:$(id)", "git@host:`id`", "git@host:a|b", "git@host:a&b", "git@host:a\\b",
            "git@host:%h", "ssh://git@%h/path", "ssh://%r@host/path", "ssh://git@host/%2e%2e/path", "git@host:a*b",
            "git@host:../path", "git@host:a/../b", "git@host:a//b", "git@host:./a", "git@host:~", "git@host:~/a",
            "git@host:~owner", "git@host:a/~b", "git@host:~-x/a", "ssh://git:word@host/path", "ssh://git@host:0/path",
            "ssh://git@host:65536/path", "ssh://git@host:/path", "ssh://git@host:22:22/path", "ssh://git@host/path?x",
            "ssh://git@host/path#x", "https://git@host/path", "git+ssh://git@host/path", "ext::ssh git@host path",
            "git@hóst:path", "git@host:päth", "ssh://git@[::1/path", "ssh://git@a@host/path",
        ]
    )
    func refused(text: String) {
        #expect(SSHAddress(text) == nil)
    }
}
