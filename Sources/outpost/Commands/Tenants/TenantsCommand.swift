internal import ArgumentParser

/// The commands about tenants: `outpost tenants`.
struct TenantsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenants",
        abstract: "Makes, lists and changes tenants.",
        discussion: """
            While a server runs, these commands talk to it through its data directory;
            otherwise they open the data directory themselves. Tenants are named by name or
            by id.

            EXAMPLE
              outpost tenants create acme --tier starter
              outpost keys create --tenant acme
            """,
        subcommands: [
            TenantsCreateCommand.self, TenantsListCommand.self, TenantsShowCommand.self, TenantsSuspendCommand.self,
            TenantsResumeCommand.self, TenantsSetCommand.self,
        ],
        defaultSubcommand: TenantsListCommand.self
    )
}
