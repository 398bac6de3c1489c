internal import ArgumentParser
internal import OutpostAPI

/// Removes a git credential: `outpost git-credentials rm`.
struct GitCredentialsRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Removes a tenant's credential for a git server.",
        discussion: """
            A host with a token and an ssh key gives up its token first; ssh:// before it
            means the key.

            EXAMPLES
              outpost git-credentials rm github.com --tenant acme
              outpost git-credentials rm ssh://git.lan:2222 --tenant acme
            """
    )

    @Argument(help: "The server's host, as it was stored or as it is listed.")
    var host: String

    @Option(name: .long, help: "The tenant's name or id.")
    var tenant: String

    @Flag(name: .shortAndLong, help: "Print the host only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let removed = try await admin.client.call { try await $0.removeGitCredential(host: host, tenant: tenant) }
        if admin.json { return try admin.printJSON(removed) }
        Console().print(quiet ? removed.host : "the credential for \(removed.host) was removed")
    }
}
