internal import ArgumentParser

/// `outpost artifacts`.
struct ArtifactsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "artifacts",
        abstract: "Lists and fetches what dispatches left.",
        discussion: """
            EXAMPLES
              outpost artifacts ls @last
              outpost artifacts get @last diff.patch
            """,
        subcommands: [ArtifactsListCommand.self, ArtifactsGetCommand.self]
    )
}
