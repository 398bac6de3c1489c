internal import ArgumentParser
internal import OutpostAPI

/// Gives a secret that is there a new value: `outpost secrets rotate`.
struct SecretsRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Stores a new version of a secret that is there; dispatches that run keep the version they have.",
        discussion: """
            The same as set, but a name that is not there is refused.

            EXAMPLE
              outpost secrets rotate NPM_TOKEN --tenant acme --from-file npm-token
            """
    )

    @Argument(help: "The variable's name.")
    var name: String

    @OptionGroup var input: SecretInput
    @OptionGroup var owner: SecretOwnerOption
    @OptionGroup var refresh: RefreshOptions

    @Flag(name: .shortAndLong, help: "Print the new version's number only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let tenant = try owner.required()
        let refresh = try refresh.body(name, tenant: tenant, from: input)
        let before = try await admin.client.call { try await $0.secret(name, tenant: tenant) }
        let body = SetSecretBody(value: try await input.value(of: name))
        var secret = try await admin.client.call { try await $0.setSecret(name, body, tenant: tenant) }
        if let refresh { secret.refresh = try await admin.client.call { try await $0.refreshSecret(refresh) } }
        if admin.json { return try admin.printJSON(secret) }
        if quiet { return Console().print(String(secret.version)) }
        Console().print("\(secret.name) is stored, version \(secret.version) in the place of \(before.version)")
    }
}
