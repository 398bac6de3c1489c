internal import ArgumentParser
internal import OutpostAPI

/// Stores a secret: `outpost secrets set`.
struct SecretsSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Stores a secret, or its new version, for dispatches that start from now on.",
        discussion: """
            The value is typed without echo, or piped into standard input; one line end at its end does not count.

            EXAMPLE
              outpost secrets set ANTHROPIC_API_KEY --tenant acme
              outpost secrets set NPM_TOKEN --shared --from-file npm-token
            """
    )

    @Argument(help: "The variable's name, such as ANTHROPIC_API_KEY.")
    var name: String

    @OptionGroup var input: SecretInput
    @OptionGroup var owner: SecretOwnerOption

    @Flag(name: .shortAndLong, help: "Print the new version's number only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    func validate() throws {
        guard !name.contains("=") else {
            throw ValidationError("a value is no argument: others on this machine could read it. Give the name alone")
        }
    }

    func run() async throws {
        let tenant = try owner.required()
        let body = SetSecretBody(value: try await input.value(of: name))
        let secret = try await admin.client.call { try await $0.setSecret(name, body, tenant: tenant) }
        if admin.json { return try admin.printJSON(secret) }
        if quiet { return Console().print(String(secret.version)) }
        Console().print("\(secret.name) is stored, version \(secret.version)")
    }
}
