internal import ArgumentParser

/// The commands about stored secrets: `outpost secrets`.
struct SecretsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secrets",
        abstract: "Stores secrets, encrypted: providers' keys, and what requests name in additionalSecrets.",
        discussion: """
            A value goes in through standard input, a file, a variable or a command, and
            never comes out again. A dispatch takes the tenant's own secret, then the one
            that is lent to all tenants (--shared), then the server's environment. While a
            server runs, these commands talk to it through its data directory; otherwise
            they open the data directory themselves.

            EXAMPLE
              outpost secrets set ANTHROPIC_API_KEY --shared
              outpost secrets set NPM_TOKEN --tenant acme \\
                --from-command 'op read op://vault/npm/token'
            """,
        subcommands: [
            SecretsSetCommand.self, SecretsListCommand.self, SecretsVersionsCommand.self, SecretsRemoveCommand.self,
            SecretsImportCommand.self, SecretsRotateCommand.self, SecretsRewrapCommand.self,
        ],
        defaultSubcommand: SecretsListCommand.self
    )
}
