internal import ArgumentParser
internal import OutpostAPI

/// Lists presets: `outpost egress presets`.
struct EgressPresetsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "presets",
        abstract: "Lists the named groups of hosts.",
        discussion: "EXAMPLE\n  outpost egress presets --hosts"
    )

    @Flag(name: .long, help: "Print the hosts of each.")
    var hosts = false

    @Flag(name: .shortAndLong, help: "Print names only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let presets = try await admin.client.call { try await $0.egressPresets() }
        if admin.json { return try admin.printJSON(presets) }
        if quiet { return presets.forEach { Console().print($0.name) } }
        var table = Table(["PRESET", "DEFAULT", hosts ? "HOSTS" : "WHAT"])
        for preset in presets {
            table.add([
                preset.name, preset.default ? "on" : "off",
                hosts ? preset.hosts.joined(separator: " ") : Terminal.safe(preset.summary, colours: false),
            ])
        }
        admin.print(table)
    }
}
