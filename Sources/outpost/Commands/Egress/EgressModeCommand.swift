internal import ArgumentParser
internal import OutpostAPI

/// Says how far containers reach: `outpost egress mode`.
struct EgressModeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mode",
        abstract: "Says how far agents reach: none, policy, learn or internet.",
        discussion: "EXAMPLE\n  outpost egress mode learn --tenant acme"
    )

    @Argument(help: "none, policy, learn, internet, or inherit to take it back.")
    var mode: String

    @OptionGroup var change: EgressChangeOptions

    func run() async throws {
        try await change.send(ChangeEgressBody(mode: mode))
    }
}
