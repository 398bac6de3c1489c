internal import ArgumentParser
internal import OutpostAPI

/// Stores a git credential: `outpost git-credentials set`.
struct GitCredentialsSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Stores a tenant's token or ssh key for a git server.",
        discussion: """
            The token is typed without echo, or piped into standard input. A key is in
            OpenSSH's format, has no passphrase, and should be this repository's or this
            host's alone (a deploy key). The host's own keys are those of --known-hosts,
            else those of the operator's git_ssh_known_hosts; none is trusted at first
            sight.

            EXAMPLE
              outpost git-credentials set github.com --tenant acme \\
                --from-command 'gh auth token'
              outpost git-credentials set git.lan:2222 --tenant acme \\
                --ssh-key-file deploy --known-hosts hosts
            """
    )

    @Argument(help: "The server's host, with its port where it is not 443 (over ssh: 22).")
    var host: String

    @OptionGroup var input: SecretInput

    @Option(name: .long, help: "The tenant's name or id.")
    var tenant: String

    @Option(name: .long, help: "The user's name. Default: x-access-token, which goes with a token.")
    var username: String?

    @Option(name: .long, help: ArgumentHelp("A private key for ssh, in place of a token.", valueName: "file"))
    var sshKeyFile: String?

    @Option(name: .long, help: ArgumentHelp("The host's own keys, as ssh-keyscan prints them.", valueName: "file"))
    var knownHosts: String?

    @Flag(name: .shortAndLong, help: "Print the host only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    func validate() throws {
        guard sshKeyFile != nil else {
            guard knownHosts == nil else { throw ValidationError("--known-hosts goes with --ssh-key-file") }
            return
        }
        guard username == nil, !input.isNamed else {
            throw ValidationError("--ssh-key-file goes with neither a token nor --username: the URL names the user")
        }
    }

    func run() async throws {
        let body =
            if let sshKeyFile {
                SetGitCredentialBody(
                    sshKey: try SecretInput.file(sshKeyFile),
                    knownHosts: try knownHosts.map(SecretInput.file)
                )
            } else {
                SetGitCredentialBody(username: username, token: try await input.value(of: "token for \(host)"))
            }
        let credential = try await admin.client.call {
            try await $0.setGitCredential(host: host, body, tenant: tenant)
        }
        if admin.json { return try admin.printJSON(credential) }
        Console().print(quiet ? credential.host : "the credential for \(credential.host) is stored")
    }
}
