internal import ArgumentParser
internal import OutpostAPI

/// Lists artifacts: `outpost artifacts ls`.
struct ArtifactsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "Lists the artifacts of a dispatch.",
        discussion: """
            EXAMPLE
              outpost artifacts ls @last --json | jq '.artifacts[].sha256'
            """,
        aliases: ["list"]
    )

    @Argument(help: DispatchArgument.help)
    var id: String

    @Flag(name: .shortAndLong, help: "Print paths only.")
    var quiet = false

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let listing = try await connection.call { server in
            try await server.artifacts(try await server.dispatchID(id))
        }
        let console = Console()
        if connection.json { return try console.printJSON(listing) }
        try listing.requireFiles()
        if quiet { return listing.artifacts.forEach { console.print(Terminal.safe($0.key, colours: false)) } }
        var table = Table(["SIZE", "TYPE", "PATH"])
        for artifact in listing.artifacts {
            let secret = artifact.containsSecret == true ? "  (holds a secret)" : ""
            table.add([
                ByteCount.text(artifact.sizeBytes), artifact.contentType,
                Terminal.safe(artifact.key, colours: false) + secret,
            ])
        }
        console.print(table)
    }
}
