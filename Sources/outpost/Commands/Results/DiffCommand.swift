internal import ArgumentParser
internal import Foundation

/// Shows what a dispatch changed: `outpost diff`.
struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Shows what a dispatch or a run changed, for git apply where it is piped.",
        discussion: """
            On a terminal it is coloured and paged by $PAGER (default: less -FRX).
            Elsewhere it is the patch, byte for byte.

            EXAMPLES
              outpost diff @last
              outpost diff @last --stat
              outpost diff 01KF16WN5Z4BX9K0P58GV7MJ1B | git apply
            """
    )

    @Argument(help: DispatchArgument.resultHelp)
    var id: String

    @Flag(name: .long, help: "Count the lines of each file instead.")
    var stat = false

    @Flag(name: .long, help: "Show changes that hold a secret, too.")
    var reveal = false

    @Flag(name: .long, help: "Do not page.")
    var noPager = false

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withPatch(of: id, reveals: reveal) { patch, whole, _ in try await show(patch, whole) }
    }

    private func show(_ patch: PatchFile, _ id: String) async throws {
        let console = Console()
        if connection.json {
            let files = patch.isEmpty ? [] : try await patch.summary().files
            return try console.printJSON(
                files.map { FileBody(path: $0.path, linesAdded: $0.added, linesRemoved: $0.removed) }
            )
        }
        guard !patch.isEmpty else { return console.note("\(id) changed nothing") }
        if stat {
            return try await patch.summary().lines(console).forEach { console.print($0) }
        }
        let view = PatchView(path: patch.path, console: console)
        if Terminal.isTerminal(1) {
            try await view.show(pager: noPager ? nil : PatchView.pager(ProcessInfo.processInfo.environment))
        } else {
            try view.copy()
        }
    }

    /// One changed file, for programs; a binary one has no lines.
    private struct FileBody: Encodable {
        let path: String
        let linesAdded: Int?
        let linesRemoved: Int?
    }
}
