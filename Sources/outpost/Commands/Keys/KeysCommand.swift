internal import ArgumentParser

/// The commands about API keys: `outpost keys`.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Makes, lists, rotates and revokes API keys.",
        discussion: """
            While a server runs, these commands talk to it through its data directory;
            otherwise they open the data directory themselves.

            EXAMPLE
              outpost keys create --tenant acme --scopes status --expires 90d
            """,
        subcommands: [
            KeysCreateCommand.self, KeysListCommand.self, KeysRevokeCommand.self, KeysRotateCommand.self,
        ],
        defaultSubcommand: KeysListCommand.self
    )
}
