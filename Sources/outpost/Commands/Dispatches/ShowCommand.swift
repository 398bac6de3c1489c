internal import ArgumentParser
internal import OutpostAPI

/// Shows a dispatch: `outpost show`.
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows where a dispatch stands and what it came to.",
        discussion: """
            EXAMPLE
              outpost show @last --json | jq .status
            """
    )

    @Argument(help: DispatchArgument.help)
    var id: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let body = try await connection.call { server in try await server.dispatch(try await server.dispatchID(id)) }
        if connection.json { return try Console().printJSON(body) }
        DispatchSheet(body: body).print(Console())
    }
}

/// A dispatch, a line for each thing that is known of it.
struct DispatchSheet {
    let body: DispatchBody

    func print(_ console: Console) {
        let end = DispatchRow.statuses.contains(body.status) ? [body.status] : EndLines(body).lines(console)
        let rows: [(String, String?)] = [
            ("id", body.dispatchId), ("status", end.first), ("agent", "\(body.agent) (\(body.modelId))"),
            ("task", Self.line(body.task)), ("repository", body.repo), ("branch", body.branch),
            ("workspace", body.workspaceId), ("batch", body.batchId),
            (
                "tags",
                body.tags.map { tags in
                    tags.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: ", ")
                }
            ),
            ("created", body.createdAt.description), ("before it", body.queuePosition.map { String($0) }),
            ("starts", body.estimatedStartTime.map { "about \($0)" }), ("started", body.startedAt?.description),
            ("ended", body.endedAt?.description), ("exit status", body.exitCode.map { String($0) }),
            ("timeout", "\(body.timeoutSeconds) s"), ("flags", body.flags?.joined(separator: ", ")),
            ("results", body.artifacts),
        ]
        var table = Table(["", ""])
        for (name, value) in rows { if let value { table.add([name, value]) } }
        // The table without its headings, and nothing of it cut: somebody asked for all of it.
        table.lines(columns: .max).dropFirst().forEach { console.print($0) }
        end.dropFirst().forEach { console.print($0) }
        for host in body.egress?.hosts ?? [] where host.refused > 0 {
            console.print("refused: \(host.host)" + (host.allowWith.map { "; to open it: \($0)" } ?? ""))
        }
    }

    /// A text as one line.
    static func line(_ text: String) -> String {
        Terminal.safe(text.split(whereSeparator: \.isNewline).joined(separator: " "), colours: false)
    }
}
