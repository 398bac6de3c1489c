internal import ArgumentParser
internal import OutpostAPI

/// Lists git credentials: `outpost git-credentials list`.
struct GitCredentialsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists tenants' git credentials, without the tokens.",
        discussion: "EXAMPLE\n  outpost git-credentials list --tenant acme"
    )

    @Option(name: .long, help: "Only this tenant's; its name or id.")
    var tenant: String?

    @Flag(name: .shortAndLong, help: "Print hosts only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    /// One tenant's credentials.
    private struct Group: Codable {
        let tenant: String
        let gitCredentials: [GitCredentialBody]
    }

    func run() async throws {
        let groups = try await admin.client.call { backend in
            var groups: [Group] = []
            let names = if let tenant { [tenant] } else { try await backend.tenants().map(\.name) }
            for name in names {
                groups.append(Group(tenant: name, gitCredentials: try await backend.gitCredentials(tenant: name)))
            }
            return groups.filter { !$0.gitCredentials.isEmpty }
        }
        if admin.json { return try admin.printJSON(groups) }
        if quiet { return groups.flatMap(\.gitCredentials).forEach { Console().print($0.host) } }
        var table = Table(["HOST", "TENANT", "SET", "BY", "LAST USED"])
        for group in groups {
            for credential in group.gitCredentials {
                table.add([
                    credential.host, Terminal.safe(group.tenant, colours: false), credential.updatedAt.minute,
                    credential.updatedBy, credential.lastUsedAt?.minute ?? "never",
                ])
            }
        }
        admin.print(table)
    }
}
