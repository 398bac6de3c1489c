internal import ArgumentParser
internal import OutpostAPI

/// Opens hosts and presets: `outpost egress allow`.
struct EgressAllowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "allow",
        abstract: "Opens hosts and presets.",
        discussion: """
            EXAMPLE
              outpost egress allow npm.example.com:443 '*.example.org:443' --tenant acme
            """
    )

    @Argument(help: "Hosts with their ports, or *.example.com:443 for every name below a domain.")
    var hosts: [String] = []

    @Option(name: .long, help: ArgumentHelp("A preset to switch on; may be repeated.", valueName: "name"))
    var preset: [String] = []

    @Flag(name: .long, help: "The hosts may have private, shared or loopback addresses.")
    var `private` = false

    @OptionGroup var change: EgressChangeOptions

    func validate() throws {
        guard !`private` || preset.isEmpty else {
            throw ValidationError("--private is about hosts, not presets; switch the preset on by a command of its own")
        }
        if hosts.isEmpty, preset.isEmpty { throw ValidationError("name a host, or a preset with --preset") }
    }

    func run() async throws {
        var body = ChangeEgressBody()
        if `private` { body.allowPrivate = hosts } else { body.allow = hosts }
        body.enable = preset
        try await change.send(body)
    }
}
