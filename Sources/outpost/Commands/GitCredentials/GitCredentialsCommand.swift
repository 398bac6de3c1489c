internal import ArgumentParser

/// The commands about git credentials: `outpost git-credentials`.
struct GitCredentialsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "git-credentials",
        abstract: "Stores tenants' credentials for git servers, encrypted.",
        discussion: """
            A credential is used for exactly its host and port, and never enters a
            container. For github.com the tenant's secret GITHUB_TOKEN does too.

            EXAMPLE
              outpost git-credentials set git.example.com:8443 --tenant acme --username bot
              outpost git-credentials rm ssh://git.lan:2222 --tenant acme
            """,
        subcommands: [
            GitCredentialsSetCommand.self, GitCredentialsListCommand.self, GitCredentialsRemoveCommand.self,
        ],
        defaultSubcommand: GitCredentialsListCommand.self
    )
}
