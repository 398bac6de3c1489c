internal import ArgumentParser
internal import OutpostAPI

/// Takes back what was said of hosts and presets: `outpost egress forget`.
struct EgressForgetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Takes back what was said of hosts and presets.",
        discussion: "EXAMPLE\n  outpost egress forget registry.example.com:443 github --tenant acme"
    )

    @Argument(help: "Hosts with their ports, or names of presets.")
    var names: [String]

    @OptionGroup var change: EgressChangeOptions

    func run() async throws {
        var body = ChangeEgressBody()
        body.forget = names
        try await change.send(body)
    }
}
