internal import ArgumentParser

/// `outpost workspaces`.
struct WorkspacesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workspaces",
        abstract: "Lists and removes the volumes that outlive their dispatches.",
        discussion: """
            EXAMPLE
              outpost workspaces ls
            """,
        subcommands: [WorkspacesListCommand.self, WorkspacesRemoveCommand.self]
    )
}
