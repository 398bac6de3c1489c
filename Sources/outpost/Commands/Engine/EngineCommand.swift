internal import ArgumentParser

/// The engine that an installation's containers are on: `outpost engine`.
struct EngineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "engine",
        abstract: "Says which Docker Engine a server's containers are on.",
        discussion: "EXAMPLE\n  outpost engine accept",
        subcommands: [EngineAcceptCommand.self]
    )
}
