internal import ArgumentParser
internal import OutpostAPI

/// Stores a git credential: `outpost git-credentials set`.
struct GitCredentialsSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Stores a tenant's token for a git server.",
        discussion: """
            The token is typed without echo, or piped into standard input.

            EXAMPLE
              outpost git-credentials set github.com --tenant acme --from-command 'gh auth token'
            """
    )

    @Argument(help: "The server's host, with its port where it is not 443.")
    var host: String

    @OptionGroup var input: SecretInput

    @Option(name: .long, help: "The tenant's name or id.")
    var tenant: String

    @Option(name: .long, help: "The user's name. Default: x-access-token, which goes with a token.")
    var username: String?

    @Flag(name: .shortAndLong, help: "Print the host only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let body = SetGitCredentialBody(username: username, token: try await input.value(of: "token for \(host)"))
        let credential = try await admin.client.call {
            try await $0.setGitCredential(host: host, body, tenant: tenant)
        }
        if admin.json { return try admin.printJSON(credential) }
        Console().print(quiet ? credential.host : "the credential for \(credential.host) is stored")
    }
}
