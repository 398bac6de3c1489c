internal import ArgumentParser
internal import OutpostAPI

/// Lists workspaces: `outpost workspaces ls`.
struct WorkspacesListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "Lists the tenant's persistent workspaces, the newest first.",
        discussion: """
            EXAMPLE
              outpost workspaces ls --json | jq '.items[].sizeBytes'
            """,
        aliases: ["list"]
    )

    @Flag(name: .shortAndLong, help: "Print ids only.")
    var quiet = false

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let page = try await connection.call { server in
            var whole = PageBody<WorkspaceBody>(items: [], nextCursor: nil)
            repeat {
                let query = ServerConnection.query([("limit", "100"), ("cursor", whole.nextCursor)])
                let page = try await server.answer("GET", "/workspaces" + query, as: PageBody<WorkspaceBody>.self)
                whole = PageBody(items: whole.items + page.items, nextCursor: page.nextCursor)
            } while whole.hasMore
            return whole
        }
        let console = Console()
        if connection.json { return try console.printJSON(page) }
        if quiet { return page.items.forEach { console.print($0.workspaceId) } }
        var table = Table(["ID", "STATUS", "SIZE", "USED", "REPOSITORY"])
        for workspace in page.items {
            table.add([
                workspace.workspaceId, workspace.status, ByteCount.text(workspace.sizeBytes),
                workspace.lastAccessedAt.minute, Terminal.safe(workspace.repoUrl ?? "-", colours: false),
            ])
        }
        console.print(table)
    }
}
