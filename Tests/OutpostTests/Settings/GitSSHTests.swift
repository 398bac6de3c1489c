internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("The setting git_ssh")
struct GitSSHTests {
    private func settings(_ environment: [String: String]) throws -> ServeSettings {
        try ServeSettings(flags: [:], environment: environment, file: ServeFile(), isRoot: false)
    }

    @Test("names hosts, with their port where it is not 22, and none by default")
    func sound() throws {
        #expect(try settings([:]).sshHosts == [])
        let named = try settings(["OUTPOST_GIT_SSH": "GitHub.com, git.lan:2222,git.test:22"]).sshHosts
        #expect(named == ["github.com", "git.lan:2222", "git.test"])
    }

    @Test(
        "is refused where it names no hosts",
        arguments: ["git@github.com", "ssh://x", "-x", "*", "a b", "git.lan:x", "git.lan:0", "git.lan:65536"]
    )
    func malformed(value: String) throws {
        let failure = try #require(throws: CommandFailure.self) { try settings(["OUTPOST_GIT_SSH": value]) }
        #expect("\(failure)".contains("is no host"))
    }

    @Test("does not go without mirrors, from which such repositories are served")
    func mirrors() throws {
        let values = ["OUTPOST_GIT_SSH": "git.lan", "OUTPOST_GIT_MIRROR_MIB": "0"]
        let failure = try #require(throws: CommandFailure.self) { try settings(values) }
        #expect("\(failure)".contains("exclude each other"))
    }

    @Test("goes with a file of hosts' keys, which has to be there")
    func knownHosts() async throws {
        try await TemporaryFolder.with { folder in
            let file = try folder.write("known_hosts", "git.lan ssh-ed25519 AAAA\n")
            #expect(try settings(["OUTPOST_GIT_SSH_KNOWN_HOSTS": file]).sshKnownHosts == file)
            for (path, words) in [(file + "x", "cannot be read"), (folder.path, "is a folder")] {
                let environment = ["OUTPOST_GIT_SSH_KNOWN_HOSTS": path]
                let failure = try #require(throws: CommandFailure.self) { try settings(environment) }
                #expect(failure.message.contains(words), "\(failure)")
                let run = EnvironmentGitCredential(environment: environment)
                let same = try #require(throws: CommandFailure.self) { try run.check(nil) }
                #expect(same.message == failure.message)
            }
        }
    }
}

@Suite("The key of a run without a server")
struct EnvironmentSSHKeyTests {
    @Test("is refused before anything is made where it is no key")
    func malformed() async throws {
        try await TemporaryFolder.with { folder in
            let file = try folder.write("key", "nonsense\n")
            let source = EnvironmentGitCredential(environment: ["OUTPOST_GIT_SSH_KEY_FILE": file])
            let failure = try #require(throws: CommandFailure.self) {
                try source.credential(for: "ssh://git@git.lan/o/n")
            }
            #expect(failure.message.contains("OpenSSH's format"))
            #expect(try source.credential(for: "https://git.lan/o/n") == nil)
        }
    }
}
