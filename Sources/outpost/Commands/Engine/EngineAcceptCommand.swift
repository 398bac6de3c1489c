internal import ArgumentParser
internal import OutpostAPI

/// Takes the engine that answers for the installation's own: `outpost engine accept`.
struct EngineAcceptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Goes on with the engine that answers now in place of the one that was known.",
        discussion: """
            A server that finds another engine behind the same socket starts nothing and
            gives nothing up, because the containers and workspaces that this one does not
            have may still be on the other. Where the other does not come back, this ends
            the waiting: dispatches that ran on it end as vanished, workspaces start empty.

            EXAMPLE
              curl http://127.0.0.1:3000/health
              outpost engine accept
            """
    )

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let answer = try await admin.client.call { try await $0.acceptEngine() }
        if admin.json { return try admin.printJSON(answer) }
        guard let previous = answer.previous, previous != answer.engine else {
            return Console().print("the containers are on \(answer.engine)")
        }
        Console().print("the containers are on \(answer.engine) from now on, no longer on \(previous)")
    }
}
