internal import ArgumentParser
internal import Foundation
internal import OutpostAPI

/// Lists dispatches: `outpost ps`.
struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ps",
        abstract: "Lists the dispatches that wait and run, the newest first; with --all those that have ended, too.",
        discussion: """
            EXAMPLES
              outpost ps --watch
              outpost ps --all --agent claude --since 24h --limit 100
              outpost ps --status failed,timeout --tag team:core --json
            """
    )

    @Flag(name: .shortAndLong, help: "Those that have ended, too.")
    var all = false

    @Option(
        name: .long,
        help: ArgumentHelp("Only these, commas between them, such as failed,timeout.", valueName: "status")
    )
    var status: [String] = []

    @Option(name: .long, help: "Only this agent's.")
    var agent: String?

    @Option(name: .long, help: "Only those on this repository: owner/name, or a URL.")
    var repo: String?

    @Option(name: .long, help: ArgumentHelp("Only those with this label; may be repeated.", valueName: "name:value"))
    var tag: [Tag] = []

    @Option(name: .long, help: "Only those that one request made.")
    var batch: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Only those made since then: 24h, or 2026-01-13T14:30:00Z.", valueName: "time")
    )
    var since: PointInTime?

    @Option(name: .long, help: "The most to list.")
    var limit = 20

    @Flag(name: .shortAndLong, help: "Show the list anew every two seconds, until Ctrl-C.")
    var watch = false

    @Flag(name: .shortAndLong, help: "Print ids only.")
    var quiet = false

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit takes a number of 1 or more") }
        guard !watch || !(connection.json || quiet) else {
            throw ValidationError("--watch is for people: leave --json and -q out")
        }
        guard !watch || Terminal.isTerminal(1) else {
            throw ValidationError("--watch needs a terminal; outpost logs -f follows one dispatch")
        }
    }

    func run() async throws {
        try await connection.call { server in
            guard watch else { return try show(try await page(server)) }
            var patience = Patience()
            var wasThere = false
            while true {
                do {
                    let page = try await page(server)
                    patience.reset()
                    wasThere = true
                    Console().write("\u{1B}[H\u{1B}[2J")
                    // Windows are resized while one looks at them.
                    try Console.$terminalColumns.withValue(await TerminalSize.measured()) { try show(page) }
                } catch  where wasThere && (patience.isWaiting || !(error is CommandFailure)) {
                    try await patience.wait(orThrow: error)
                }
                try await Task.sleep(for: Self.interval)
            }
        }
    }

    private static let interval = Duration.seconds(2)

    /// As many items as were asked for, over as many pages as that takes.
    private func page(_ server: ServerConnection) async throws -> PageBody<DispatchBody> {
        var whole = PageBody<DispatchBody>(items: [], nextCursor: nil)
        repeat {
            let query = query(limit: min(100, limit - whole.items.count), cursor: whole.nextCursor)
            let page = try await server.answer("GET", "/dispatch" + query, as: PageBody<DispatchBody>.self)
            whole = PageBody(items: whole.items + page.items, nextCursor: page.nextCursor)
        } while whole.hasMore && whole.items.count < limit
        return whole
    }

    private func query(limit: Int, cursor: String?) -> String {
        let statuses = status.isEmpty && !all ? DispatchRow.statuses : status.flatMap(WordList.words)
        var parameters: [(name: String, value: String?)] = [
            ("status", statuses.isEmpty ? nil : statuses.joined(separator: ",")), ("agent", agent), ("repo", repo),
            ("batch", batch), ("since", since.map { APITime($0.date).description }),
            ("limit", String(limit)), ("cursor", cursor),
        ]
        parameters += tag.map { ("tag", $0.text) }
        return ServerConnection.query(parameters)
    }

    private func show(_ page: PageBody<DispatchBody>) throws {
        let console = Console()
        if connection.json { return try console.printJSON(page) }
        if quiet { return page.items.forEach { console.print($0.dispatchId) } }
        var table = Table(DispatchRow.headings)
        for body in page.items { table.add(DispatchRow(body: body, now: Date()).cells) }
        console.print(table)
        if page.hasMore { console.note("there are more: --limit \(limit * 5)") }
    }
}
