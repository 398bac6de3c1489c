internal import ArgumentParser
internal import OutpostAPI

/// Closes hosts and presets: `outpost egress deny`.
struct EgressDenyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deny",
        abstract: "Closes hosts, whatever else allows them, and switches presets off.",
        discussion: "EXAMPLE\n  outpost egress deny pypi.org:443 --preset node --tenant acme"
    )

    @Argument(help: "Hosts with their ports, or *.example.com:443 for every name below a domain.")
    var hosts: [String] = []

    @Option(name: .long, help: ArgumentHelp("A preset to switch off; may be repeated.", valueName: "name"))
    var preset: [String] = []

    @OptionGroup var change: EgressChangeOptions

    func validate() throws {
        if hosts.isEmpty, preset.isEmpty { throw ValidationError("name a host, or a preset with --preset") }
    }

    func run() async throws {
        var body = ChangeEgressBody()
        body.deny = hosts
        body.disable = preset
        try await change.send(body)
    }
}
