internal import ArgumentParser
internal import OutpostAPI

/// Prints what an agent said: `outpost logs`.
struct LogsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Prints what an agent said, and with -f what it says until it ends.",
        discussion: """
            While it follows, a server that is restarted costs nothing: each line comes
            once. --json prints an object a line.

            EXAMPLES
              outpost logs -f @last
              outpost logs 01KF16WN5Z4BX9K0P58GV7MJ1B --tail 100
              outpost logs @last --since 10m --timestamps
            """
    )

    @Argument(help: DispatchArgument.help)
    var id: String

    @Flag(name: [.customShort("f"), .long], help: "Go on until the dispatch ends.")
    var follow = false

    @Option(
        name: .long,
        help: ArgumentHelp("Only lines since then: so long ago (10m, 2h), or 2026-01-13T14:30:00Z.", valueName: "time")
    )
    var since: PointInTime?

    @Option(
        name: [.customShort("n"), .long],
        help: ArgumentHelp("Only so many of the lines that there are.", valueName: "lines")
    )
    var tail: Int?

    @Flag(name: [.customShort("t"), .long], help: "Print the time before each line.")
    var timestamps = false

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if let tail, tail < 0 { throw ValidationError("--tail takes a number of lines, 0 or more") }
    }

    func run() async throws {
        let console = Console()
        let printer = LogPrinter(console: console, json: connection.json, showsTime: timestamps)
        try await connection.call { server in
            let whole = try await server.dispatchID(id)
            let reader = LogReader(connection: server, id: whole, since: since?.date, tail: tail)
            guard follow else {
                _ = try await reader.lines(printer.print)
                return
            }
            try await reader.follow(note: { console.note("outpost: \($0)") }, printer.print)
        }
    }
}
