internal import ArgumentParser
internal import OutpostAPI

/// Removes a secret: `outpost secrets rm`.
struct SecretsRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Removes a secret with all its versions; dispatches that run keep what they have.",
        discussion: "EXAMPLE\n  outpost secrets rm NPM_TOKEN --tenant acme"
    )

    @Argument(help: "The variable's name.")
    var name: String

    @OptionGroup var owner: SecretOwnerOption

    @Flag(name: .shortAndLong, help: "Print its name only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let tenant = try owner.required()
        let removed = try await admin.client.call { try await $0.removeSecret(name, tenant: tenant) }
        if admin.json { return try admin.printJSON(removed) }
        Console().print(quiet ? removed.name : "\(removed.name) was removed")
    }
}
