internal import ArgumentParser

/// The commands about agents: `outpost agents`.
struct AgentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agents",
        abstract: "Lists agents and builds their images.",
        subcommands: [AgentsListCommand.self, AgentsBuildCommand.self],
        defaultSubcommand: AgentsListCommand.self
    )
}
