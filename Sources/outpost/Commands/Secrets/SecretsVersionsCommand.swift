internal import ArgumentParser
internal import OutpostAPI

/// Lists a secret's versions: `outpost secrets versions`.
struct SecretsVersionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "versions",
        abstract: "Lists a secret's versions, the newest first, without their values.",
        discussion: "EXAMPLE\n  outpost secrets versions ANTHROPIC_API_KEY --tenant acme"
    )

    @Argument(help: "The variable's name.")
    var name: String

    @OptionGroup var owner: SecretOwnerOption

    @Flag(name: .shortAndLong, help: "Print numbers only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let tenant = try owner.required()
        let secret = try await admin.client.call { try await $0.secret(name, tenant: tenant) }
        if admin.json { return try admin.printJSON(secret) }
        let versions = secret.versions ?? []
        if quiet { return versions.forEach { Console().print(String($0.version)) } }
        var table = Table(["VERSION", "SET", "BY", "IN USE"])
        for version in versions {
            let isCurrent = version.version == secret.version
            table.add([
                String(version.version), version.createdAt.minute, version.createdBy, isCurrent ? "yes" : "no",
            ])
        }
        admin.print(table)
    }
}
