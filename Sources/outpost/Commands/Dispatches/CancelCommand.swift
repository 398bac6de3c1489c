internal import ArgumentParser
internal import OutpostAPI

/// Stops dispatches: `outpost cancel`.
struct CancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Stops dispatches, or takes them out of the queue.",
        discussion: """
            What an agent has done by then is kept. One that cannot be stopped, such as one
            that has ended, is named, and the others are stopped nevertheless.

            EXAMPLES
              outpost cancel 01KF16WN5Z4BX9K0P58GV7MJ1B
              outpost ps -q --tag team:core | xargs outpost cancel --reason "not needed"
            """
    )

    @Argument(help: DispatchArgument.severalHelp)
    var ids: [String]

    @Option(name: .long, help: "Why, for whoever looks at it later.")
    var reason: String?

    @Flag(name: .shortAndLong, help: "Print the ids only.")
    var quiet = false

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.call { server in
            var failures: [CommandFailure] = []
            for id in ids {
                do {
                    let whole = try await server.dispatchID(id)
                    let body = reason.map { ["reason": $0] }
                    try show(try await server.answer("DELETE", "/dispatch/\(ServerConnection.escaped(whole))", body))
                } catch let failure as CommandFailure {
                    failures.append(failure)
                }
            }
            failures.dropLast().forEach { Console().failure($0) }
            if let last = failures.last { throw last }
        }
    }

    private func show(_ cancelled: DispatchCancelled) throws {
        let console = Console()
        if connection.json { return try console.printJSON(cancelled, isPretty: false) }
        console.print(quiet ? cancelled.dispatchId : "\(cancelled.dispatchId) \(cancelled.message.lowercased())")
    }
}
