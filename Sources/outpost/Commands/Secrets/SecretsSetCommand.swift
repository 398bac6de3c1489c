internal import ArgumentParser
internal import OutpostAPI

/// Stores a secret: `outpost secrets set`.
struct SecretsSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Stores a secret, or its new version, for dispatches that start from now on.",
        discussion: """
            The value is typed without echo, or piped into standard input; one line end at
            its end does not count. With --every the running server takes further values
            from the same command or file, with PATH, HOME and LANG alone in its
            environment; the command is stored as it is, so no secret may stand in it. A
            value that is set later by hand ends that.

            EXAMPLE
              outpost secrets set ANTHROPIC_API_KEY --tenant acme
              outpost secrets set NPM_TOKEN --shared --from-file npm-token
              outpost secrets set TOKEN --tenant acme \\
                --from-command 'op read op://vault/token' --every 24h
            """
    )

    @Argument(help: "The variable's name, such as ANTHROPIC_API_KEY.")
    var name: String

    @OptionGroup var input: SecretInput
    @OptionGroup var owner: SecretOwnerOption
    @OptionGroup var refresh: RefreshOptions

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
        let later = try refresh.body(name, tenant: tenant, from: input)
        let body = SetSecretBody(value: try await input.value(of: name))
        try await refresh.requireGood(body.value, of: name)
        var secret = try await admin.client.call(creates: tenant == nil) {
            try await $0.setSecret(name, body, tenant: tenant)
        }
        if let refresh = later { secret.refresh = try await admin.client.call { try await $0.refreshSecret(refresh) } }
        if admin.json { return try admin.printJSON(secret) }
        if quiet { return Console().print(String(secret.version)) }
        Console().print("\(secret.name) is stored, version \(secret.version)")
    }
}
