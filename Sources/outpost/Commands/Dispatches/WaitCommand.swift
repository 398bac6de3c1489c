internal import ArgumentParser
internal import OutpostCore

/// Waits for dispatches: `outpost wait`.
struct WaitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait",
        abstract: "Waits until dispatches have ended, and exits as outpost run does.",
        discussion: """
            With several, the status is that of the first in the line that did not succeed.
            When --timeout has passed it is 124, and the dispatches go on.

            EXAMPLES
              outpost wait 01KF16WN5Z4BX9K0P58GV7MJ1B --notify
              outpost wait @last --timeout 30m && outpost apply @last
            """
    )

    @Argument(help: DispatchArgument.severalHelp)
    var ids: [String]

    @Option(name: .long, help: "How long to wait: 600, 90s, 10m, 1h30m. Default: for ever.")
    var timeout: TimeSpan?

    @Flag(name: .long, help: "Ring when they have ended.")
    var notify = false

    @Flag(name: .shortAndLong, help: "Print nothing; the exit status tells.")
    var quiet = false

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let output = WaitOutput(json: connection.json, quiet: quiet, notify: notify)
        try await connection.call { server in
            var whole: [String] = []
            for id in ids {
                let id = try await server.dispatchID(id)
                if !whole.contains(id) { whole.append(id) }
            }
            let (waiting, all) = (DispatchWait(connection: server, output: output), whole)
            guard let timeout else { return try await waiting.run(all) }
            let isDone: Bool? = try await withTimeLimit(.seconds(timeout.seconds)) {
                try await waiting.run(all)
                return true
            }
            guard isDone == nil else { return }
            throw CommandFailure(
                .timeout,
                "not ended after \(timeout.seconds) s: \(all.joined(separator: ", "))",
                hint: "they go on; outpost cancel stops them"
            )
        }
    }
}

/// Words for the argument that names a dispatch.
enum DispatchArgument {
    static let help = ArgumentHelp("The dispatch's id, its beginning, or @last.")
    static let resultHelp = ArgumentHelp("The dispatch's or the run's id, its beginning, or @last.")
    static let severalHelp = ArgumentHelp("The dispatches' ids, their beginnings, or @last.")
}
