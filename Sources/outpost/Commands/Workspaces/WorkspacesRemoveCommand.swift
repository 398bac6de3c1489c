internal import ArgumentParser
internal import OutpostAPI

/// Removes workspaces: `outpost workspaces rm`.
struct WorkspacesRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Removes persistent workspaces with all that is in them.",
        discussion: """
            One that a dispatch works in stays.

            EXAMPLE
              outpost workspaces rm $(outpost workspaces ls -q)
            """,
        aliases: ["remove"]
    )

    @Argument(help: "The workspaces' ids.")
    var ids: [String]

    @Flag(name: .shortAndLong, help: "Print ids only.")
    var quiet = false

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.call { server in
            let console = Console()
            for id in ids {
                let target = "/workspaces/" + ServerConnection.escaped(id)
                let deleted = try await server.answer("DELETE", target, as: WorkspaceDeleted.self)
                if connection.json {
                    try console.printJSON(deleted, isPretty: false)
                } else {
                    console.print(deleted.workspaceId + (quiet ? "" : " removed"))
                }
            }
        }
    }
}
