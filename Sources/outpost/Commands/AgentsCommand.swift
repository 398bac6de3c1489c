internal import ArgumentParser

/// The commands about agents: `outpost agents`.
struct AgentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agents",
        abstract: "Lists agents, builds their images, and begins new ones.",
        subcommands: [AgentsListCommand.self, AgentsBuildCommand.self, AgentsNewCommand.self],
        defaultSubcommand: AgentsListCommand.self
    )
}
