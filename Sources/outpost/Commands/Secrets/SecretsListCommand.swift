internal import ArgumentParser
internal import OutpostAPI

/// Lists secrets: `outpost secrets list`.
struct SecretsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists secrets, without their values.",
        discussion: "EXAMPLE\n  outpost secrets list --tenant acme"
    )

    @OptionGroup var owner: SecretOwnerOption

    @Flag(name: .shortAndLong, help: "Print names only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    /// One owner's secrets; no tenant means that all may use them.
    private struct Group: Codable {
        var tenant: String?
        let secrets: [SecretBody]
    }

    func run() async throws {
        let groups = try await admin.client.call { backend in
            var groups: [Group] = []
            if owner.tenant == nil { groups.append(Group(secrets: try await backend.secrets(tenant: nil))) }
            let all = owner.tenant == nil && !owner.shared ? try await backend.tenants().map(\.name) : []
            for tenant in owner.tenant.map({ [$0] }) ?? all {
                groups.append(Group(tenant: tenant, secrets: try await backend.secrets(tenant: tenant)))
            }
            return groups
        }
        if admin.json { return try admin.printJSON(groups.filter { !$0.secrets.isEmpty }) }
        if quiet { return groups.flatMap(\.secrets).forEach { Console().print($0.name) } }
        var table = Table(["NAME", "TENANT", "VERSION", "SET", "BY", "LAST USED", "REFRESH"])
        for group in groups {
            let tenant = group.tenant.map { Terminal.safe($0, colours: false) } ?? "(all)"
            for secret in group.secrets {
                table.add([
                    secret.name, tenant, String(secret.version), secret.updatedAt.minute, secret.updatedBy,
                    secret.lastUsedAt?.minute ?? "never", secret.refresh.map(Self.words) ?? "by hand",
                ])
            }
        }
        admin.print(table)
    }

    private static func words(_ refresh: SecretRefreshBody) -> String {
        let last = refresh.problem ?? (refresh.lastAt.map { "good at \($0.minute)" } ?? "not yet run")
        return Terminal.safe("next \(refresh.nextAt.minute), \(last)", colours: false)
    }
}
