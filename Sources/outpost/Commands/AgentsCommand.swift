internal import ArgumentParser

/// The commands about agents: `outpost agents`.
struct AgentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agents",
        abstract: "Lists agents, builds their images, and begins new ones.",
        discussion: "EXAMPLE\n  outpost agents list",
        subcommands: [AgentsListCommand.self, AgentsBuildCommand.self, AgentsNewCommand.self],
        defaultSubcommand: AgentsListCommand.self
    )
}
